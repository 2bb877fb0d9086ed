; logs one line of 16 MiB | limit
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(vigy-log "info" (double 24 "x"))
