; throws a text of 16 MiB | user limit
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(throw (double 24 "x"))
