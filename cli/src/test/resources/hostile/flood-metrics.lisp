; makes up ever new metrics | limit
(define n 0)
(while #t
  (set! n (+ n 1))
  (vigy-metric (str "m" n) n))
