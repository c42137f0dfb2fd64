select zp.rebalance_approve($1, $2::bigint, $3)
