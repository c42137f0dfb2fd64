select code, name, category, specialty, level_jurisdiction
from zp.v_matters
where city = $1
order by code
