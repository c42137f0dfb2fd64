select zp.rebalance_remark($1, $2::bigint, $3, $4, $5) as remark_no
