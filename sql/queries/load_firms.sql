select code, name, kind, region_code
from zp.v_firms
where city = $1
order by code
