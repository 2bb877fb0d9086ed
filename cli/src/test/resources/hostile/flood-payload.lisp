; one payload of 4 MiB | limit
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(vigy-update (double 22 "x"))
