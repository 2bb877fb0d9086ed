; remembers ever more in a window of ever new names | limit
(define n 0)
(while #t
  (set! n (+ n 1))
  (vigy-window (str "w" n) n (duration "1d")))
