; reads and evaluates 262,144 balanced parentheses | reader not-callable limit depth-exceeded
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(eval (read-string (string-append (double 18 "(") (double 18 ")"))))
