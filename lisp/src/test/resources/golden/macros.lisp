; What library macros mean is not changed by local names.
(let ((range 5)) (dotimes (i 3) i))  => ()
(let ((equal? 1) (list? 2) (length 3) (nth 4) (= 5)) (match '(1 2) ((a b) (+ a b))))  => 3
(let ((for-each 1)) (define s 0) (dolist (x '(1 2 3)) (set! s (+ s x))) s)  => 6
(let ((list 1)) (lazy-head (lazy-cons 2 3)))  => 2
(let ((equal? 5)) (case 1 (1 :one)))  => :one
(define (throw x) :mine) (try (assert #f "m") (catch (e) (error-message e)))  => "m"
; Loops.
(define s 0) (dotimes (i 5) (set! s (+ s i))) s  => 10
(define s 0) (dotimes (i 0) (set! s 1)) (dotimes (i -3) (set! s 1)) s  => 0
(define s 0) (dotimes (i 2.5) (set! s (+ s 1))) s  => 3
(dotimes (i "a") i)  => ! type mismatch: expected number, got string at 0..19
(dotimes (1 5) 1)  => ! bad special form `lambda`: param must be a symbol at 0..17
(define fs ()) (dotimes (i 3) (set! fs (cons (lambda () i) fs))) (map (lambda (f) (f)) fs)  => (2 1 0)
(define fs ()) (dotimes (i 2) (define j (* i 10)) (set! fs (cons j fs))) fs  => (10 0)
(dotimes (i 100000) i)  => ()
(define i 0) (while (< i 100000) (set! i (+ i 1))) i  => 100000
(define i 0) (while (< i 2) (define here i) (set! i (+ i 1))) (try here (catch (e) :gone))  => :gone
(define i 0) (define r ()) (while (< i 2) (if (= i 0) (define d 1) ()) (set! r (cons (try d (catch (e) :unset)) r)) (set! i (+ i 1))) r  => (:unset 1)
; Chains as long as one likes; the limit holds for macros of the program.
(-> 1 inc inc (+ 2) (- 1) (list 7))  => (4 7)
(macroexpand-1 '(->> x f (g 1)))  => (->> (->>1 x f) (g 1))
(macroexpand '(->> x f (g 1)))  => (g 1 (f x))
(macroexpand '(unless-let (x 1) 2))  => (let ((x 1)) (if x () (begin 2)))
(macroexpand '(assert a "m"))  => (if a () (throw (ex-info "m")))
(macroexpand '(lazy-cons a b))  => (list a (delay b))
(macroexpand '(dotimes (i n) (f i)))  => (for-each (lambda (i) (f i)) (range n))
(macroexpand '(defflow f a b))  => (define f (pipe a b))
(macroexpand '(comment (-> 1)))  => ()
(macroexpand 'x)  => x
(macroexpand '(let ((-> 1)) (-> 2 inc)))  => (let ((-> 1)) (inc 2))
(macroexpand (hash-map))  => ! in native fn macroexpand: macro body returned a hash map — maps cannot be converted to source forms (emit a `(hash-map ...)` call instead) at 0..24
(-> 5 'f)  => ! bad special form `quote`: expected 1 arg, got 2 at 0..9
(-> x quote)  => x
; Nothing is expanded where it is no code.
(let ((case 1) (match 2)) (+ case match))  => 3
(define (f while) while) (f 3)  => 3
(cond ((= 1 2) 1) (else (-> 1 inc)))  => 2
(try (car ()) (catch (e) (-> 1 inc)))  => 2
(quote (when-let (x 1) x))  => (when-let (x 1) x)
`(,@(-> 3 list) (-> 3 list))  => (3 (-> 3 list))
(letrec ((f (lambda (x) (-> x inc)))) (f 1))  => 2
; A macro may stand for a special form.
(defmacro when (test &rest body) `(if ,test (begin ,@body) :no)) (list (when #f 1) (when #t 1))  => (:no 1)
(defmacro fn (&rest args) :mine) (fn 1 2)  => :mine
(defmacro my-let (pairs &rest body) `(let ,pairs ,@body)) (my-let ((a 1) (b 2)) (+ a b))  => 3
; Macros run with what earlier forms have defined.
(define (twice x) (list 'begin x x)) (defmacro m (x) (twice x)) (define n 0) (m (set! n (+ n 1))) n  => 2
(define table '((a 1) (b 2))) (defmacro look (k) (second (find (lambda (e) (equal? (car e) k)) table))) (list (look a) (look b))  => (1 2)
(defmacro m () later) (define later 5) (m)  => 5
(m) (defmacro m () 1)  => ! unbound symbol: m at 1..2
(defmacro def2 (a b v) `(begin (define ,a ,v) (define ,b ,v))) (def2 x y 3) (+ x y)  => 6
(defmacro counter () (begin (define n 0) (set! n (+ n 1)) n)) (list (counter) (counter))  => (1 1)
(define c 0) (define (bump!) (set! c (+ c 1)) c) (defmacro m () (bump!)) (m) (m) c  => 2
(define c 0) (define (bump!) (set! c 5) 1) (defmacro m () (bump!)) (m) c  => 5
(define x (list 1)) (defmacro m () (length x)) (set! x '(1 2)) (m)  => 2
(define (h) 1) (defmacro m () (h)) (define a (m)) (define (h) 2) (list a (m))  => (1 2)
(define p (delay (throw :never))) (defmacro m () (if (promise? p) 1 2)) (m)  => 1
(defmacro m (x) (eval x)) (m (+ 1 2))  => 3
(defmacro m (x) (macroexpand x)) (m (-> 1 inc))  => 2
(defmacro sealed () (eval '(set! car cdr))) (sealed)  => ! cannot `set!` `car`: it is bound outside the expansion and sealed. Macro expansion must be deterministic, so compile-time state cannot outlive the expansion. Use a local binding, or return the value in the expansion. at 44..52
(defmacro m () (try (set! nowhere 1) (catch (e) (error-message e)))) (m)  => "unbound symbol `nowhere`"
; What cannot be source.
(defmacro m () (hash-map)) (m)  => ! in native fn macro m: macro body returned a hash map — maps cannot be converted to source forms (emit a `(hash-map ...)` call instead) at 27..30
(defmacro m () (delay 1)) (m)  => ! in native fn macro m: macro body returned a promise — promises are runtime values with no source-form representation (force it first) at 26..29
(defmacro m () (list 1 (error :a "b"))) (m)  => ! in native fn macro m: macro body returned an Error value — errors cannot be converted to source forms (use `throw` to raise instead) at 40..43
(defmacro m () car) (m)  => ! in native fn macro m: macro body returned a native function — native fns cannot be converted to source forms at 20..23
(defmacro m () first) (m)  => ! in native fn macro m: macro body returned a closure — closures cannot be converted to source forms (did you mean to call the closure?) at 22..25
; Records, patterns, types.
(define-record p (v r)) (list (p-v (make-p 1 2)) (p-r (p-set-r (make-p 1 2) 9)) make-p p-v p-set-v p? p->map)  => (1 9 #<closure (v r)> #<closure (r)> #<closure (r v)> #<closure (v)> #<closure (r)>)
(define-record p ()) (p? (make-p))  => #t
(define (f x) (match x ((:add a b) (+ (f a) (f b))) ((? number? n) n))) (f '(:add 1 (:add 2 3)))  => 6
(define (f n) (match n (0 :done) (_ (f (- n 1))))) (f 100000)  => :done
(match '(1 (2 3) 4) ((a (b c) d) (list a b c d)))  => (1 2 3 4)
(match '(1 1) ((a a) a))  => 1
(match 5 ((? nope n) n))  => ! unbound symbol: nope at 0..24
(match '(k (v)) (`(k ,x) x))  => (v)
(case '(quote a) (('a) 1) (else 2))  => 1
(case 5 (() :never) (else :else))  => :else
(case "b" (("a" "b") 1))  => 1
(defn-typed f ((x :int) (y :int)) -> :int (+ x y)) (f 1 2)  => 3
(defn-typed f () -> :int 1 2) (f)  => 2
(assert (= 1 1) (throw :never))  => ()
(with-gensyms (a b) (equal? a b))  => #f
