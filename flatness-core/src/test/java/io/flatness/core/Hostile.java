package io.flatness.core;

import io.flatness.core.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Path;

/** A jar whose components misbehave in every way that is asked for. */
final class Hostile {
    private Hostile() {}

    static Path jar(Path file) throws IOException {
        return new PluginJar()
                .source("hostile.Metrics", """
                        package hostile;
                        import io.flatness.spi.*;
                        import io.flatness.spi.loss.*;
                        import java.util.*;
                        public final class Metrics implements MetricFactory<Metrics.P> {
                            public record P(@Param(doc = "how") String way) {}
                            public String name() { return "hostile"; }
                            public String description() { return "Misbehaves."; }
                            public Class<P> parameters() { return P.class; }
                            @SuppressWarnings("unchecked")
                            private static <E extends Throwable> void sneak(Throwable t) throws E { throw (E) t; }
                            static final class Liar extends RuntimeException {
                                public String getMessage() { throw new IllegalStateException("broken"); }
                                public String toString() { throw new IllegalStateException("broken"); }
                            }
                            public Metric create(P p) {
                                switch (p.way()) {
                                    case "create-checked": sneak(new java.io.IOException("in create")); break;
                                    case "create-error": throw new AssertionError("in create");
                                    case "create-null": return null;
                                    case "create-cancels":
                                        throw new java.util.concurrent.CancellationException("in create");
                                    default: break;
                                }
                                return new Metric() {
                                    public Measurement measure(Minimum m, MetricContext c) {
                                        return Metrics.measure(p.way(), m, c);
                                    }
                                    public Set<Invariance> invariances() {
                                        if (p.way().equals("claims-null")) { return null; }
                                        return Set.of();
                                    }
                                };
                            }
                            /** Heeds nobody, without burning the processor of who runs this test. */
                            static void nap() { java.util.concurrent.locks.LockSupport.parkNanos(100_000); }
                            static boolean sees(String name) {
                                try {
                                    Class.forName(name, false, Thread.currentThread().getContextClassLoader());
                                    return true;
                                } catch (ClassNotFoundException e) { return false; }
                            }
                            static Measurement measure(String way, Minimum m, MetricContext c) {
                                switch (way) {
                                    case "checked": sneak(new java.io.IOException("disk")); break;
                                    case "error": throw new AssertionError("assert");
                                    case "own-error": throw new Error("mine");
                                    case "linkage": throw new NoClassDefFoundError("gone/Class");
                                    case "stack": return measure(way, m, c);
                                    case "memory":
                                        List<long[]> all = new ArrayList<>();
                                        while (true) { all.add(new long[1 << 24]); }
                                    case "cancels": throw new java.util.concurrent.CancellationException("me");
                                    case "liar": throw new Liar();
                                    case "parallel":
                                        c.parallel().forEach(8, (w, i) -> sneak(new java.io.IOException("body " + 1)));
                                        break;
                                    case "parallel-interrupts":
                                        c.parallel().forEach(8, (w, i) -> Thread.currentThread().interrupt());
                                        return Measurement.exact(1);
                                    case "interrupts":
                                        Thread.currentThread().interrupt();
                                        c.checkCancelled();
                                        return Measurement.exact(m.surface().value(m.theta()));
                                    case "nothing": return null;
                                    case "nan": return Measurement.exact(Double.NaN);
                                    case "nan-error": return Measurement.estimate(1, Double.NaN);
                                    case "detail-nan": return Measurement.exact(1).with("a", List.of(Map.of("b", Double.NaN)));
                                    case "detail-null": return Measurement.exact(1).with("a", Arrays.asList(1, null));
                                    case "detail-type": return Measurement.exact(1).with("a", new Object[] {new Thread()});
                                    case "cycle":
                                        List<Object> ring = new ArrayList<>();
                                        ring.add(ring);
                                        return Measurement.exact(1).with("ring", ring);
                                    case "endless":
                                        return Measurement.exact(1).with("n", new AbstractList<Integer>() {
                                            public int size() { return Integer.MAX_VALUE; }
                                            public Integer get(int i) { return i; }
                                        });
                                    case "lazy":
                                        return Measurement.exact(1).with("late", new AbstractList<Integer>() {
                                            public int size() { return 3; }
                                            public Integer get(int i) { throw new IllegalStateException("later"); }
                                        });
                                    case "iterable":
                                        return Measurement.exact(1).with("i", (Iterable<Integer>) () -> null);
                                    case "theta":
                                        Arrays.fill(m.theta(), 5);
                                        return Measurement.exact(m.surface().value(m.theta()));
                                    case "theta-memo":
                                        Arrays.fill(m.theta(), 5);
                                        return Measurement.exact(
                                                c.memo("loss", Double.class, s -> m.surface().value(m.theta())));
                                    case "memo":
                                        return Measurement.exact(
                                                c.memo("loss", Double.class, s -> m.surface().value(m.theta())));
                                    case "memo-own":
                                        return c.memo("k", Measurement.class, s -> c.memo("k", Measurement.class,
                                                t -> Measurement.exact(1)));
                                    case "thread":
                                        Thread t = new Thread(() -> { while (true) { Arrays.fill(m.theta(), 7); nap(); } });
                                        t.setDaemon(true);
                                        t.start();
                                        while (m.theta()[0] != 7) { nap(); }
                                        return Measurement.exact(1);
                                    case "sees":
                                        boolean[] seen = new boolean[1];
                                        c.parallel().forEach(4, (w, i) -> {
                                            if (sees("com.google.inject.Guice") || sees("io.flatness.core.Flatness")
                                                    || !sees("hostile.Metrics") || !sees("io.flatness.spi.Metric")) {
                                                seen[0] = true;
                                            }
                                        });
                                        return Measurement.exact(seen[0] ? 1 : 0);
                                    case "loop": while (true) { nap(); }
                                    case "polite-loop": while (true) { m.surface().value(m.theta()); }
                                    case "exit": System.exit(0); break;
                                    case "halt": Runtime.getRuntime().halt(0); break;
                                    default: return Measurement.exact(42);
                                }
                                return Measurement.exact(1);
                            }
                        }
                        """)
                .source("hostile.Rest", """
                        package hostile;
                        import io.flatness.spi.*;
                        import io.flatness.spi.loss.*;
                        import java.util.*;
                        public final class Rest implements Contents {
                            public record P(@Param(doc = "how") String way) {}
                            @SuppressWarnings("unchecked")
                            private static <E extends Throwable> void sneak(Throwable t) throws E { throw (E) t; }
                            static Transform transform(P p) {
                                return new Transform() {
                                    public Transformed apply(Minimum m, Context c) {
                                        switch (p.way()) {
                                            case "checked": sneak(new java.io.IOException("disk")); break;
                                            case "cancels": throw new java.util.concurrent.CancellationException("me");
                                            case "nothing": return null;
                                            case "theta": Arrays.fill(m.theta(), 9); break;
                                            default: break;
                                        }
                                        return new Transformed(m, Optional.empty());
                                    }
                                    public Optional<Invariance> family() {
                                        return Optional.of(new Invariance("mine", Invariance.Subject.NETWORK));
                                    }
                                };
                            }
                            static Analysis analysis(P p) {
                                return context -> {
                                    switch (p.way()) {
                                        case "checked": sneak(new java.io.IOException("disk")); break;
                                        case "error": throw new Error("mine");
                                        case "nothing": return null;
                                        case "theta":
                                            Arrays.fill(context.point("q", List.of()).minimum().theta(), 9);
                                            break;
                                        default: break;
                                    }
                                    return List.of(AnalysisReport.measured("q", Map.of("fine", true)));
                                };
                            }
                            public List<ComponentFactory<?>> components() {
                                return List.of(
                                        TransformFactory.of("hostile", "-", P.class, Rest::transform),
                                        AnalysisFactory.of("hostile", "-", P.class, Rest::analysis));
                            }
                        }
                        """)
                .provides("hostile.Metrics")
                .resource("META-INF/services/io.flatness.spi.Contents", "hostile.Rest\n")
                .write(file);
    }
}
