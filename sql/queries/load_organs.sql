select code, name, kind, level, region_code
from zp.v_organs
where city = $1
order by code
