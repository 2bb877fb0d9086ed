; evaluates code that doubles each time | limit
(define code '(+ 1 1))
(while #t
  (set! code (list '+ code code))
  (eval code))
