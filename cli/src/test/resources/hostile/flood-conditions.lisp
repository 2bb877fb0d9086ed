; makes up ever new conditions | limit
(define n 0)
(while #t
  (set! n (+ n 1))
  (vigy-condition (str "c" n) "true"))
