select taken, refused from zp.intake_pull($1, $2)
