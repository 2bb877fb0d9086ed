; logs for ever | limit
(while #t (vigy-log "info" "again"))
