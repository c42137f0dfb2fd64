select code, name, level, parent_code, served_by
from zp.v_regions
where city = $1
order by code
