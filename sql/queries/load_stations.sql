select code, name, organ_code, region_code, mode, way, open_on, shifts, posts,
	fixed_counsel, remote
from zp.v_stations
where city = $1
order by code
