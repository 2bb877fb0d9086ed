; desires ever more | limit
(define n 0)
(while #t
  (set! n (+ n 1))
  (vigy-desired (str "d" n) "a text that takes some room"))
