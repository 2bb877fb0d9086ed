; evaluates code nested 100,000 deep | depth-exceeded limit user native-fn
(define (nest n x) (if (= n 0) x (nest (- n 1) (list '+ 1 x))))
(throw (str "survived " (eval (nest 100000 1))))
