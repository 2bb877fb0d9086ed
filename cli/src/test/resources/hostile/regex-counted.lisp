; counted repetitions of counted repetitions | user limit native-fn
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(string-match "((a{1,1000}){1,1000}){1,1000}b" (double 12 "a"))
(throw "survived")
