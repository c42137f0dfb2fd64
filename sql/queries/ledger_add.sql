select zp.ledger_add($1, $2, $3, $4::integer, $5, $6, $7, $8::timestamptz)
	as entry_no
