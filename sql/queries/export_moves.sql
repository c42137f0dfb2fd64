-- moves.csv: all that plans moved or lent, or left out.
select plan, case_no, from_centre, to_centre, licence_no, state, kind,
	distance, why
from zp.v_moves
where city = $1
order by plan, item_no
