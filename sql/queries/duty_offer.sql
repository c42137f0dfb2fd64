select zp.duty_offer($1, $2::jsonb, $3::jsonb, $4, $5) as offer_no
