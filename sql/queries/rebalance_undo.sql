select undone, kept from zp.rebalance_undo($1, $2::bigint, $3, $4)
