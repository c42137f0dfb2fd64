select code, name, level, region_code, annual_target
from zp.v_centres
where city = $1
order by code
