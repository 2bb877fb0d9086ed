; parses JSON nested 100,000 deep | native-fn limit user limit-exceeded
(define (double n s) (if (= n 0) s (double (- n 1) (string-append s s))))
(json-parse (string-append (double 17 "[") (double 17 "]")))
(throw "survived")
