package dev.vigy.lisp.tree;

import dev.vigy.lisp.fiber.Dropped;
import dev.vigy.lisp.fiber.Machine;
import dev.vigy.lisp.fiber.Scheduler;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.CallObserver;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.FiberLimits;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.run.ThreadUsage;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.tree.Globals.Global;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that changes in one run: global slots, meters, output. Belongs to one thread at a
/// time.
///
/// **Calls.** [#enter] runs the body of a closure. A body that ends in a call of another closure
/// puts that call's code and frame into `tailCode` and `tailFrame` and answers [Node#TAIL]; `enter`
/// goes on with it, so such calls take no stack.
///
/// **Meters.** `steps` and `memory` count up. A step looks at nothing but `nextPoll`; [#poll] does
/// the rest every few thousand steps, and at exactly the step that is one too many. What nodes
/// build is small, so memory is looked at in `poll` only; natives, which may build much at once,
/// ask through [#allocate].
///
/// **Fibers.** `depth` and what else is about the stack belong to the fiber that has control; the
/// [Scheduler] swaps them when it passes control on. A spawned fiber runs on a virtual thread,
/// whose stack is small: every [#SEGMENT] calls it goes on in a further one.
public final class World extends Activation implements Machine {
  /// After how many steps time, memory and the interrupt are looked at again.
  private static final int POLL_STEPS = 4_096;

  /// How many calls one stack of a spawned fiber carries, and how many nested expressions, counted
  /// in [DeepNode]s: a quarter of what a virtual thread can when nothing is compiled yet.
  private static final int SEGMENT = 200;

  private static final int NESTED_SEGMENT = 8;

  /// How many arguments of a failing call are kept for the error.
  private static final int ARGUMENTS_KEPT = 8;

  private final Link link;
  private final Stages stages;
  private Limits limits;
  private Object host;
  private Interrupt interrupt;
  private ThreadUsage usage;
  private Set<String> granted;
  private @Nullable Output output;

  /// Is told of the calls of host functions.
  @Nullable CallObserver observer;

  long steps;
  long nextPoll;
  long memory;
  int depth;

  /// The depth beyond which a call has to look closer: the least of what has been the deepest so
  /// far, of the limit, and of what the stack of a spawned fiber carries.
  private int closer;

  private int deepest;
  private int depthMost;
  private int stackEnd;

  /// [DeepNode]s that are being executed.
  private int nested;

  private int nestedEnd = Integer.MAX_VALUE;

  /// Native functions that natives have called and that are running; and how many of them the stack
  /// carries. They are no calls of the program, but each takes its part of the stack: a chain of
  /// them as long as data may be has to end the same way on every machine.
  private int applied;

  private int appliedEnd;

  /// How deep the fiber in control was when its stack was counted.
  private int charged;

  private @Nullable Scheduler fibers;

  Object[] globals;
  @Nullable Code tailCode;
  Object @Nullable [] tailFrame;

  /// Whether this run gave a name of the library a meaning of its own that compiled code may not
  /// know of.
  boolean shadowed;

  /// Set by whatever may come out differently in another run: host functions, output, unstable
  /// globals.
  private boolean impure;

  /// Set when a global changed that compiled code takes for stable.
  private boolean changed;

  /// Globals without a slot: code that arrived in the run defined them.
  private @Nullable Map<Globals.Key, Object> arrived;

  /// The error value that was caught last, and the place where it came from: a program may throw it
  /// again.
  private @Nullable ErrorValue caught;

  private @Nullable Span caughtFrom;

  private long gensym;
  private long cpuStart = -1;
  private long allocatedStart = -1;

  /// What was used while the clock did not run, or ran in another thread.
  private long cpuSpent;

  private long allocatedSpent;

  public World(Link link, Stages stages, Circumstances given) {
    this.link = link;
    this.stages = stages;
    this.limits = given.limits();
    this.host = given.host();
    this.interrupt = given.interrupt();
    this.usage = given.usage();
    this.granted = given.granted();
    this.observer = given.observer().orElse(null);
    this.depthMost = limits.depth();
    this.stackEnd = depthMost;
    this.appliedEnd = depthMost;
    this.globals = new Object[link.globals().size()];
    this.nextPoll = pollAfter(0);
  }

  /// A world that begins with the globals of another one and goes its own way from there.
  public World(World parent, Stages stages, Circumstances given) {
    this(parent.link, stages, given);
    var copy = new ForkCopy();
    globals = copy.globals(parent.globals);
    arrived = parent.arrived == null ? null : copy.named(parent.arrived);
    shadowed = parent.shadowed;
    gensym = parent.gensym;
  }

  /// Begins a further run in this world, on the calling thread: its globals stay, and all meters
  /// start from zero.
  public void beginAgain(Circumstances given) {
    limits = given.limits();
    host = given.host();
    interrupt = given.interrupt();
    usage = given.usage();
    granted = given.granted();
    observer = given.observer().orElse(null);
    output = null;
    steps = 0;
    memory = 0;
    depth = 0;
    deepest = 0;
    closer = 0;
    depthMost = limits.depth();
    stackEnd = depthMost;
    nested = 0;
    applied = 0;
    appliedEnd = depthMost;
    cpuStart = -1;
    cpuSpent = 0;
    allocatedStart = -1;
    allocatedSpent = 0;
    tailCode = null;
    tailFrame = null;
    nextPoll = pollAfter(0);
    if (fibers != null) {
      fibers.moveHere();
    }
  }

  Stages stages() {
    return stages;
  }

  // --- Calls -------------------------------------------------------------------------------------

  /// Runs code in a frame that was made for it, as one call more.
  ///
  /// @param span of the call; null if a native calls, which adds its own
  Object enter(Code code, Object[] frame, @Nullable Span span) {
    if (++steps >= nextPoll) {
      poll(span);
    }
    memory += code.frameBytes;
    if (++depth > closer && deeper(code, span)) {
      return enterOnNewStack(code, frame, span);
    }
    Object value = run(code, frame, span);
    depth--;
    return value;
  }

  @SuppressWarnings("ReferenceEquality") // the mark is one object
  private Object run(Code code, Object[] frame, @Nullable Span span) {
    Code running = code;
    Object value;
    try {
      value = code.body().execute(this, frame);
      while (value == Node.TAIL) {
        running = nextCode();
        value = running.body().execute(this, nextFrame());
      }
    } catch (LispError error) {
      error.leave(running.callee, code.callee, span);
      throw error;
    }
    return value;
  }

  private Code nextCode() {
    Code code = tailCode;
    if (code == null) {
      throw new IllegalStateException("a tail call without a target");
    }
    return code;
  }

  private Object[] nextFrame() {
    Object[] frame = tailFrame;
    if (frame == null) {
      throw new IllegalStateException("a tail call without a frame");
    }
    return frame;
  }

  /// Leaves a call for [#enter] to go on with.
  Object leaveFor(Code code, Object[] frame) {
    tailCode = code;
    tailFrame = frame;
    return Node.TAIL;
  }

  /// Looks closer at a call that is deeper than any so far, or that the stack may not carry.
  ///
  /// @return whether it needs a new stack
  private boolean deeper(Code code, @Nullable Span span) {
    if (depth > depthMost) {
      depth--;
      throw at(LispError.depthExceeded(depthMost, code.name), span);
    }
    deepest = Math.max(deepest, depth);
    closer = Math.min(deepest, stackEnd);
    return depth > stackEnd;
  }

  private Object enterOnNewStack(Code code, Object[] frame, @Nullable Span span) {
    int end = stackEnd;
    stackEnd = Math.min(end + SEGMENT, depthMost);
    try {
      Object value = onNewStack(() -> run(code, frame, span));
      depth--;
      return value;
    } finally {
      stackEnd = end;
      closer = Math.min(deepest, end);
    }
  }

  private Object onNewStack(Supplier<Object> work) {
    int end = nestedEnd;
    nestedEnd = nested + NESTED_SEGMENT;
    closer = Math.min(deepest, stackEnd);
    try {
      return fibers().onNewStack(work);
    } finally {
      nestedEnd = end;
    }
  }

  /// Executes a node that is nested deep in others.
  Object executeNested(Node node, Object[] frame) {
    nested++;
    try {
      return nested > nestedEnd
          ? onNewStack(() -> node.execute(this, frame))
          : node.execute(this, frame);
    } finally {
      nested--;
    }
  }

  /// A call whose parts are values already; not in tail position.
  Object call(Object callee, Object[] arguments, @Nullable Span span) {
    if (callee instanceof Closure closure) {
      return enter(closure.code, frameFor(closure, arguments, span), span);
    }
    if (callee instanceof NativeFunction function) {
      return callNative(function, arguments, span);
    }
    var cause = new LispError.Cause("", "", Span.SYNTHETIC, List.of(callee));
    throw at(LispError.notCallable(Value.typeName(callee)).about(cause), span);
  }

  Object callNative(NativeFunction function, Object[] arguments, @Nullable Span span) {
    if (++steps >= nextPoll) {
      poll(span);
    }
    if (!function.arity().accepts(arguments.length)) {
      LispError error = LispError.arity(function.name(), function.arity(), arguments.length);
      throw at(error.about(causeOf(function, arguments)), span);
    }
    if (function.isHost()) {
      impure = true;
      if (observer != null) {
        return callObserved(function, arguments, span);
      }
    }
    try {
      return function.call(this, arguments);
    } catch (RuntimeException failure) {
      throw failed(function, failure, span, arguments);
    }
  }

  /// A call of a host function under observation.
  Object callObserved(NativeFunction function, Object[] arguments, @Nullable Span span) {
    CallObserver watching = observer;
    if (watching == null) {
      throw new IllegalStateException("nobody observes");
    }
    String name = function.boundName();
    List<Object> given = List.of(arguments);
    CallObserver.@Nullable End end = null;
    try {
      Object supplied = watching.enter(name, given).orElse(null);
      if (supplied != null) {
        end = new CallObserver.End.Supplied(supplied);
        return supplied;
      }
      Object value = function.call(this, arguments);
      end = new CallObserver.End.Returned(value);
      return value;
    } catch (RuntimeException failure) {
      RuntimeException seen = failed(function, failure, span);
      end =
          switch (seen) {
            case LispError error -> new CallObserver.End.Raised(error);
            case NonLocalExit exit -> new CallObserver.End.Left(exit);
            default -> null;
          };
      throw seen;
    } finally {
      // Null for an Error only, a bug that ends the run: nobody is told more of it.
      if (end != null) {
        watching.leave(name, given, end);
      }
    }
  }

  /// What a failure of a native becomes: an error gets the place, and what the host did not foresee
  /// becomes an error of the program (W-46).
  RuntimeException failed(
      NativeFunction function, RuntimeException failure, @Nullable Span span, Object... arguments) {
    return switch (failure) {
      case LispError error -> {
        if (error.span().isEmpty()) {
          addOrigin(error);
          error.about(causeOf(function, arguments));
        }
        if (span != null) {
          error.leaveNative(function.boundName(), span);
        }
        yield at(error, span);
      }
      case NonLocalExit exit -> exit;
      default -> at(LispError.nativeFn(function.name(), failure.toString()), span);
    };
  }

  /// Keeps where an error that is being caught came from.
  void caught(ErrorValue value, LispError error) {
    caught = value;
    caughtFrom = error.span().orElse(null);
  }

  @SuppressWarnings("ReferenceEquality") // error values are what they are, not what they say
  private void addOrigin(LispError error) {
    Span origin = caughtFrom;
    if (origin != null && error.thrownValue().filter(value -> value == caught).isPresent()) {
      error.about(new LispError.Cause("", "", origin, List.of()));
    }
  }

  private static LispError.Cause causeOf(NativeFunction function, Object... arguments) {
    return new LispError.Cause(function.boundName(), "", Span.SYNTHETIC, firstOf(arguments));
  }

  private static LispError.Cause causeOf(Code code, Object... arguments) {
    return new LispError.Cause(
        code.callee.name(), code.signature(), code.callee.definition(), firstOf(arguments));
  }

  private static List<Object> firstOf(Object... arguments) {
    return Arrays.asList(arguments).subList(0, Math.min(arguments.length, ARGUMENTS_KEPT));
  }

  /// A frame for a call of a closure, its arguments in place.
  Object[] frameFor(Closure closure, Object[] arguments, @Nullable Span span) {
    Code code = closure.code;
    int required = code.required;
    if (arguments.length < required || (arguments.length > required && !code.variadic)) {
      LispError error = LispError.arity(closure.name(), code.arity(), arguments.length);
      throw at(error.about(causeOf(code, arguments)), span);
    }
    Object[] frame = newFrame(code, closure.frame, span);
    System.arraycopy(arguments, 0, frame, 1, required);
    if (code.variadic) {
      long bytes = Cost.CELL * (arguments.length - required);
      if (bytes > limits.memoryBytes() - memory) {
        throw at(outOfMemory(), span);
      }
      memory += bytes;
      frame[required + 1] = LispList.ofArray(arguments, required, arguments.length);
    }
    return frame;
  }

  /// An empty frame, on top of another if there is one.
  private Object[] newFrame(Code code, Object @Nullable [] outer, @Nullable Span span) {
    if (code.exact < 0 && code.frameBytes > limits.memoryBytes() - memory) {
      throw at(outOfMemory(), span);
    }
    var frame = new Object[code.frameSize];
    if (outer != null) {
      frame[0] = outer;
    }
    return frame;
  }

  static LispError at(LispError error, @Nullable Span span) {
    return span == null ? error : error.at(span);
  }

  @Override
  public Object apply(Object callee, Object... arguments) {
    int before = depth;
    int appliedBefore = applied;
    try {
      if (callee instanceof NativeFunction function) {
        Object value =
            ++applied > appliedEnd
                ? applyFurther(function, arguments)
                : callNative(function, arguments, null);
        applied = appliedBefore;
        return value;
      }
      return call(callee, arguments, null);
    } catch (Throwable failure) {
      // The native may catch it and go on.
      depth = before;
      applied = appliedBefore;
      throw failure;
    }
  }

  /// A call by a native of a native that the stack does not carry any more.
  private Object applyFurther(NativeFunction function, Object[] arguments) {
    if (applied > depthMost) {
      throw LispError.depthExceeded(depthMost, "");
    }
    int end = appliedEnd;
    appliedEnd = Math.min(end + SEGMENT, depthMost);
    try {
      return onNewStack(() -> callNative(function, arguments, null));
    } finally {
      appliedEnd = end;
    }
  }

  @Override
  public Object call(Object callee, Object argument) {
    if (callee instanceof Closure closure && closure.code.exact == 1) {
      var frame = new Object[closure.code.frameSize];
      frame[0] = closure.frame;
      frame[1] = argument;
      return enterFromNative(closure.code, frame);
    }
    return apply(callee, argument);
  }

  @Override
  public Object call(Object callee, Object first, Object second) {
    if (callee instanceof Closure closure && closure.code.exact == 2) {
      var frame = new Object[closure.code.frameSize];
      frame[0] = closure.frame;
      frame[1] = first;
      frame[2] = second;
      return enterFromNative(closure.code, frame);
    }
    return apply(callee, first, second);
  }

  private Object enterFromNative(Code code, Object[] frame) {
    int before = depth;
    try {
      return enter(code, frame, null);
    } catch (Throwable failure) {
      depth = before;
      throw failure;
    }
  }

  /// The error of the program that a failure stands for if the machine stack has run out: the stack
  /// is smaller than the depth limit needs. Where the stack ends in the middle of linking code, the
  /// JVM wraps its error in others.
  ///
  /// @throws Error the failure itself if it is another one
  public static LispError outOfStack(Error failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StackOverflowError) {
        return LispError.tooDeep("the stack of the thread is too small for this depth");
      }
    }
    throw failure;
  }

  /// The frame of code without variables that stands in no other frame.
  private static final Object[] EMPTY_FRAME = new Object[1];

  /// Runs code that has no parameters and is not a call: a top-level form, or code that arrived.
  ///
  /// @param outer the frame around it
  public Object runForm(Code code, Object @Nullable [] outer) {
    reserveGlobals();
    return runReserved(code, outer);
  }

  /// As [#runForm], of code that was compiled before [#reserveGlobals] was called last.
  public Object runReserved(Code code, Object @Nullable [] outer) {
    if (outer == null && code.frameSize == 1) {
      return code.body().execute(this, EMPTY_FRAME);
    }
    Object[] frame = newFrame(code, outer, null);
    memory += code.frameBytes;
    return code.body().execute(this, frame);
  }

  /// Runs code as a call with these arguments, as the body of a macro is run.
  public Object runCall(Code code, Object @Nullable [] outer, Object[] arguments, Span span) {
    reserveGlobals();
    Object[] frame = newFrame(code, outer, span);
    System.arraycopy(arguments, 0, frame, 1, arguments.length);
    return enter(code, frame, span);
  }

  // --- Limits ------------------------------------------------------------------------------------

  @Override
  public void step(long count) {
    if (count > limits.steps() - steps) {
      steps = limits.steps();
      nextPoll = 0;
      throw LispError.fuelExhausted(limits.steps());
    }
    steps += count;
    if (steps >= nextPoll) {
      poll(null);
    }
  }

  @Override
  public void allocate(long bytes) {
    if (bytes > limits.memoryBytes() - memory) {
      throw outOfMemory();
    }
    memory += bytes;
  }

  /// The end of a run that asked for more than it may build; stays in force.
  private LispError outOfMemory() {
    memory = limits.memoryBytes() + 1;
    nextPoll = 0;
    return LispError.halted(LispError.Limit.MEMORY);
  }

  /// Counts one step more; for nodes.
  void tick(Span span) {
    if (++steps >= nextPoll) {
      poll(span);
    }
  }

  /// Looks at everything that can end a run. Once something has, every further step comes here and
  /// ends it again.
  void poll(@Nullable Span span) {
    if (interrupt.isRequested()) {
      throw ended(LispError.halted(LispError.Limit.INTERRUPT), span);
    }
    if (steps > limits.steps()) {
      throw ended(LispError.fuelExhausted(limits.steps()), span);
    }
    if (memory > limits.memoryBytes() || allocatedTooMuch()) {
      throw ended(LispError.halted(LispError.Limit.MEMORY), span);
    }
    if (tookTooLong()) {
      throw ended(LispError.halted(LispError.Limit.TIME), span);
    }
    nextPoll = pollAfter(steps);
    if (fibers != null && fibers.isAside()) {
      breathe(fibers);
    }
  }

  /// Lets the virtual threads of others have a go: they share their carriers with ours, which would
  /// keep them as long as the limits allow.
  @SuppressWarnings("ThreadPriorityCheck") // nothing of ours waits for it
  private void breathe(Scheduler scheduler) {
    if (scheduler.isDropping()) {
      nextPoll = 0;
      throw new Dropped();
    }
    stopClock();
    Thread.yield();
    startClock();
  }

  private LispError ended(LispError error, @Nullable Span span) {
    nextPoll = 0;
    return at(error, span);
  }

  private long pollAfter(long now) {
    return Math.min(
        now + POLL_STEPS, limits.steps() == Long.MAX_VALUE ? Long.MAX_VALUE : limits.steps() + 1);
  }

  /// The clock starts at the first look, a few thousand steps into the run: most runs never come
  /// here, and asking costs more than they do.
  private boolean tookTooLong() {
    if (limits.cpuNanos() == Long.MAX_VALUE) {
      return false;
    }
    long now = usage.cpuNanos();
    if (cpuStart < 0) {
      cpuStart = now;
    }
    return now >= 0 && cpuSpent + now - cpuStart > limits.cpuNanos();
  }

  /// Counts the time since the clock started; other threads have clocks of their own.
  private void stopClock() {
    if (cpuStart >= 0) {
      cpuSpent += Math.max(0, usage.cpuNanos() - cpuStart);
      cpuStart = -1;
    }
    if (allocatedStart >= 0) {
      allocatedSpent += Math.max(0, usage.allocatedBytes() - allocatedStart);
      allocatedStart = -1;
    }
  }

  /// To be called at the end of a run.
  public void end() {
    stopClock();
    if (cpuSpent > 0) {
      usage.counted(cpuSpent);
    }
  }

  private void startClock() {
    if (limits.cpuNanos() != Long.MAX_VALUE) {
      cpuStart = usage.cpuNanos();
    }
  }

  /// Whether the thread really allocated more than twice what the counted limit allows: then the
  /// count has missed something.
  private boolean allocatedTooMuch() {
    if (limits.memoryBytes() >= Long.MAX_VALUE / 2) {
      return false;
    }
    long now = usage.allocatedBytes();
    if (allocatedStart < 0) {
      allocatedStart = now;
    }
    return now >= 0
        && allocatedSpent + now - allocatedStart > 2 * limits.memoryBytes() + (16 << 20);
  }

  public long steps() {
    return steps;
  }

  public long memory() {
    return memory;
  }

  public int deepest() {
    return deepest;
  }

  public int depth() {
    return depth;
  }

  /// Says after a failure that the calls above this depth have ended.
  public void returnTo(int formerDepth) {
    depth = formerDepth;
  }

  /// Counts what an expansion cost when it was made, for a run that uses it again: so every run
  /// costs the same.
  public void charge(long stepsOfBefore, long memoryOfBefore, int deepestOfBefore) {
    deepest = Math.max(deepest, deepestOfBefore);
    memory += memoryOfBefore;
    step(stepsOfBefore);
  }

  // --- Fibers ------------------------------------------------------------------------------------

  @Override
  public Scheduler fibers() {
    impure = true;
    if (fibers == null) {
      fibers = new Scheduler(this);
    }
    return fibers;
  }

  /// The fibers of this run, if it has any.
  public Optional<Scheduler> startedFibers() {
    return Optional.ofNullable(fibers);
  }

  @Override
  public FiberLimits fiberLimits() {
    return limits.fibers();
  }

  /// What of a world belongs to one fiber.
  private record Stack(
      int depth,
      int depthMost,
      int stackEnd,
      int nested,
      int nestedEnd,
      int applied,
      int appliedEnd,
      int charged) {}

  @Override
  public Object save() {
    stopClock();
    return new Stack(depth, depthMost, stackEnd, nested, nestedEnd, applied, appliedEnd, charged);
  }

  @Override
  public void restore(Object saved) {
    switchTo((Stack) saved);
    startClock();
  }

  private void switchTo(Stack stack) {
    depth = stack.depth;
    depthMost = stack.depthMost;
    stackEnd = stack.stackEnd;
    nested = stack.nested;
    nestedEnd = stack.nestedEnd;
    applied = stack.applied;
    appliedEnd = stack.appliedEnd;
    charged = stack.charged;
    closer = Math.min(deepest, stackEnd);
  }

  @Override
  public void leave() {
    stopClock();
  }

  @Override
  public Object perform(Object callee, Object[] arguments) {
    int most = limits.fibers().depth();
    int first = Math.min(SEGMENT, most);
    switchTo(new Stack(0, most, first, 0, NESTED_SEGMENT, 0, first, 0));
    startClock();
    return call(callee, arguments, null);
  }

  @Override
  public void chargeStack() {
    int size = depth + applied + nested * SEGMENT / NESTED_SEGMENT;
    if (size > charged && fibers != null && fibers.isAside()) {
      allocate((size - charged) * Cost.FIBER_CALL);
      charged = size;
    }
  }

  @Override
  public LispError errorOf(Error failure) {
    return outOfStack(failure);
  }

  @Override
  public String nameOf(Object callee) {
    return switch (callee) {
      case Closure closure -> closure.code.name;
      case NativeFunction function -> function.boundName();
      default -> "";
    };
  }

  // --- Services ----------------------------------------------------------------------------------

  @Override
  public void print(String text) {
    impure = true;
    if (output == null) {
      output = new Output(limits.outputBytes());
    }
    output.append(text);
  }

  /// What was printed; nothing if nothing was.
  public Optional<Output> output() {
    return Optional.ofNullable(output);
  }

  @Override
  public long nextGensym() {
    return ++gensym;
  }

  /// Makes the next generated symbol count from here; returns where it stood.
  public long startGensymAt(long number) {
    long before = gensym;
    gensym = number;
    return before;
  }

  @Override
  public void demand(String function, String capability) {
    impure = true;
    if (!granted.contains(capability)) {
      throw LispError.nativeFn(
          function, "the capability `" + capability + "` is not granted to this run");
    }
  }

  @Override
  public <T> T host(Class<T> type) {
    impure = true;
    if (!type.isInstance(host)) {
      throw LispError.nativeFn("host", "this run has no " + type.getSimpleName());
    }
    return type.cast(host);
  }

  // --- What a run has in common with others
  // --------------------------------------------------------

  /// Says that from here on nothing has been done that another run may do differently.
  public void becomePure() {
    impure = false;
  }

  /// Whether what was done since [#becomePure] is the same in every run.
  public boolean isPure() {
    return !impure && !changed;
  }

  void becomeImpure() {
    impure = true;
  }

  void becomeImpure(boolean forGood) {
    impure = true;
    changed |= forGood;
  }

  // --- Globals -----------------------------------------------------------------------------------

  /// Makes room for all globals that code compiled so far may use.
  public void reserveGlobals() {
    int size = link.globals().size();
    if (globals.length < size) {
      // With room for more: a run that compiles its forms itself comes here for each of them.
      globals = Arrays.copyOf(globals, Math.max(size, globals.length * 3 / 2));
    }
  }

  /// The value of a name in the global frame of a unit, the library's included; null if it has
  /// none.
  public @Nullable Object global(int unit, String name) {
    Object own = ownGlobal(unit, name);
    return own == null ? link.libraryValue(name) : own;
  }

  /// The value that this run itself gave a name; null if it gave none.
  public @Nullable Object ownGlobal(int unit, String name) {
    Global known = link.globals().find(unit, name).orElse(null);
    if (known != null && known.slot < globals.length) {
      Object value = globals[known.slot];
      if (value != null) {
        return value;
      }
    }
    return arrived == null ? null : arrived.get(new Globals.Key(unit, name));
  }

  /// The names that this run itself has given a value in the global frame of a unit.
  public Set<String> ownNames(int unit) {
    Set<String> names = new HashSet<>();
    for (String name : link.globals().names(unit)) {
      if (ownGlobal(unit, name) != null) {
        names.add(name);
      }
    }
    if (arrived != null) {
      arrived.keySet().stream()
          .filter(key -> key.unit() == unit)
          .map(Globals.Key::name)
          .forEach(names::add);
    }
    return names;
  }

  /// Binds a name in the global frame of a unit, for code that has no slot for it.
  public void defineGlobal(int unit, String name, Object value) {
    becomeImpure(true);
    shadowed |= link.libraryValue(name) != null;
    reserveGlobals();
    Global known = link.globals().find(unit, name).orElse(null);
    if (known != null) {
      globals[known.slot] = value;
      return;
    }
    if (arrived == null) {
      arrived = new HashMap<>();
    }
    memory += Cost.MAP_NODE;
    arrived.put(new Globals.Key(unit, name), value);
  }

  /// Binds a name in one unit's global frame to the value of a name in another's: an import. A
  /// procedure that is the same in every run is so under its new name.
  public void copyGlobal(int from, String name, int to, String as) {
    Object value = global(from, name);
    if (value == null) {
      throw new IllegalStateException("nothing to import: " + name);
    }
    boolean known = link.globals().find(to, as).isPresent();
    Global target = link.globals().intern(to, as, false);
    boolean stable =
        value instanceof Procedure
            && link.globals().find(from, name).filter(Global::isUnstable).isEmpty();
    if (!stable) {
      target.markUnstable(known);
    }
    changed |= target.isUnstableLate();
    shadowed |= link.libraryValue(as) != null;
    reserveGlobals();
    globals[target.slot] = value;
  }

  /// Gives a unit all procedures that another one's global frame holds beside the library: what a
  /// module sees of the one who requires it.
  public void copyProcedures(int from, int to) {
    for (String name : link.globals().names(from)) {
      if (ownGlobal(from, name) instanceof Procedure) {
        copyGlobal(from, name, to, name);
      }
    }
    if (arrived != null) {
      for (Globals.Key key : List.copyOf(arrived.keySet())) {
        if (key.unit() == from && arrived.get(key) instanceof Procedure procedure) {
          defineGlobal(to, key.name(), procedure);
        }
      }
    }
  }
}
