select zp.as_bool(zp.setup_city($1, $2, $3::boolean)) as fresh
