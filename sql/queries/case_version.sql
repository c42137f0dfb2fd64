-- $1 city, $2 case_no: where a case stands; no row when there is none.
SELECT version, state, dirty FROM zp.v_cases WHERE city = $1 AND case_no = $2
