; Definitions fall into the innermost frame, wherever they stand.
(define x 1) (define (f) (if #f (define x 2) ()) x) (f)  => 1
(define x 1) (define (f b) (if b (define x 2) ()) x) (list (f #t) (f #f) x)  => (2 1 1)
(define x 1) (define (f) (list x (define x 2) x)) (f)  => (1 () 2)
(define (f) (g)) (define (g) (define h (lambda () k)) (define k 7) (h)) (f)  => 7
(define (f x) (define x (+ x 1)) x) (f 1)  => 2
(define (f) (define g (lambda () x)) (let ((y 1)) (define x 5)) (g)) (define x 9) (f)  => 9
(define (f n) (cond ((= n 0) (define r :zero) r) (else r))) (define r :global) (list (f 0) (f 1))  => (:zero :global)
(define (f) (try (begin (define q 1) (car 5)) (catch (e) q))) (f)  => 1
(define (f) (let* ((a (lambda () b)) (b 2)) (a))) (f)  => 2
(define b 9) (let* ((a b) (b 2)) (list a b))  => (9 2)
(define b 9) (let* ((a (lambda () b)) (c (a)) (b 2)) (list c (a)))  => (9 2)
(let ((x 1)) (let ((y (define x 5))) (list x y)))  => (5 ())
(letrec ((a (lambda () b)) (b 3)) (a))  => 3
(letrec ((a 1) (a 2)) a)  => 2
(let ((a 1) (a 2) (b 3)) (list a b))  => (2 3)
(let () (define z 5) z)  => 5
(define f (let ((n 0)) (lambda () (set! n (+ n 1)) n))) (define g (let ((n 10)) (lambda () (set! n (+ n 1)) n))) (list (f) (g) (f) (g))  => (1 11 2 12)
(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n))) (define a (counter)) (define b (counter)) (list (a) (a) (b))  => (1 2 1)
(define (loop i fs) (if (= i 3) fs (loop (+ i 1) (cons (lambda () i) fs)))) (map (lambda (f) (f)) (loop 0 ()))  => (2 1 0)
(define (loop i) (let ((j (* i i))) (if (> j 50) j (loop (+ i 1))))) (loop 0)  => 64
(define (loop i seen) (if (= i 2) seen (begin (if (= i 0) (define d :set) ()) (loop (+ i 1) (cons (try d (catch (e) :unset)) seen))))) (loop 0 ())  => (:unset :set)
; eval sees and changes the frames around it.
(define (f x) (eval '(set! x (+ x 1))) x) (f 1)  => 2
(define (f) (eval '(define z 1)) (eval '(define z (+ z 1))) z) (f)  => 2
(define z :global) (define (f b) (if b (eval '(define z :local)) ()) z) (list (f #t) (f #f) z)  => (:local :global :global)
(define (f) (let ((a 1)) (eval '(define b 2)) (+ a b))) (f)  => 3
(define (f) (let ((a 1)) (eval '(define b 2)) a) b) (f)  => ! unbound symbol: b at 49..50
(define (f) (define g (lambda () later)) (eval '(define later 5)) (g)) (f)  => 5
(define (f) (eval '(define x 1)) (eval '(set! x 2)) (eval 'x)) (f)  => 2
(define (f) (eval 'x) (define x 5) x) (define x 1) (f)  => 5
(define (f) (define y (eval 'x)) (define x 5) (list y x)) (define x 1) (f)  => (1 5)
(define (f n) (eval '(let ((m (* n 2))) (eval '(+ m n))))) (f 3)  => 9
(define (f) (eval '(define (g n) (if (= n 0) :done (g (- n 1))))) (g 100000)) (f)  => :done
(eval '(define global 5)) global  => 5
(define x 1) (eval '(begin (define x 2) (define y 3))) (list x y)  => (2 3)
(define (f x) (lambda () (eval 'x))) ((f 7))  => 7
(define x 1) (define (f) (eval '(let ((x 2)) (define x 3) x))) (list (f) x)  => (3 1)
(let ((p (delay (eval '(define hidden 1))))) (force p) (try hidden (catch (e) :hidden)))  => :hidden
; Handlers and promises have frames of their own.
(define (f) (try (throw 1) (catch (e) (define e 2) e))) (f)  => 2
(define (f) (try (throw 1) (catch (e) (define inside e))) (try inside (catch (e) :outside))) (f)  => :outside
(let ((n 0)) (define p (delay (begin (set! n (+ n 1)) (if (< n 2) (throw n) n)))) (list (try (force p) (catch (e) (list :failed e))) (force p) (force p)))  => ((:failed 1) 2 2)
; Dots and markers are ordinary names.
((lambda (&optional x) (list &optional x)) 1 2)  => (1 2)
(define (f a . b) (list a . b)) (f 1 2 3)  => (1 2 3)
(define (f a a &rest a) a) (f 1 2 3 4)  => (3 4)
