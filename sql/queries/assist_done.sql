select zp.assist_done($1, $2::bigint, $3, $4)
