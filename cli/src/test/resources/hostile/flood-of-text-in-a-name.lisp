; an unbound name of 4 MiB | unbound-symbol limit
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(eval (string->symbol (double 22 "x")))
