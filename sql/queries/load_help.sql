-- Helps after number $2, in the order in which they were committed (C14).
select at, station_code, licence_no, person_id, joint_case, help_no
from zp.v_help
where city = $1 and help_no > $2::bigint
order by help_no
