select zp.as_wall(zp.replay_advance($1, $2::bigint, $3,
	$4::integer)) as clock
