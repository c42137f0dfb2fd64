select zp.rebalance_reject($1, $2::bigint, $3, $4)
