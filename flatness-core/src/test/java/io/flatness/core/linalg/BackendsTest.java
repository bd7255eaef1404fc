package io.flatness.core.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.flatness.spi.linalg.Gemm;
import io.flatness.spi.linalg.GemmProvider;
import io.flatness.spi.linalg.GemmUnavailableException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackendsTest {
    private static final String REASON = "openblas has no natives for riscv64";

    @Test
    void autoTakesTheFirstProviderThatLoads() {
        Backends.Choice choice = new Backends(List.of(broken(), working("fast"))).choose("auto");
        assertEquals("fast", choice.gemm().backend());
        assertEquals(Optional.empty(), choice.note());
    }

    @Test
    void autoFallsBackToOjalgoAndSaysWhy() {
        Backends.Choice choice = new Backends(List.of(broken())).choose("auto");
        assertEquals("ojalgo", choice.gemm().backend());
        assertEquals(
                Optional.of("matrix products run in plain Java, which is slower: openblas has no natives for riscv64"),
                choice.note());
    }

    @Test
    void autoWithoutProvidersSaysSo() {
        assertEquals(
                Optional.of("matrix products run in plain Java, which is slower: no native backend is installed"),
                new Backends(List.of()).choose("auto").note());
    }

    @Test
    void aNamedBackendThatDoesNotLoadIsAnError() {
        Backends backends = new Backends(List.of(broken()));
        assertEquals(
                REASON,
                assertThrows(GemmUnavailableException.class, () -> backends.choose("openblas"))
                        .getMessage());
    }

    @Test
    void anUnknownNameListsTheAllowedOnes() {
        Backends backends = new Backends(List.of(working("fast")));
        assertEquals(
                "this installation has no backend mkl; allowed: auto, ojalgo, fast",
                assertThrows(IllegalArgumentException.class, () -> backends.choose("mkl"))
                        .getMessage());
    }

    @Test
    void ojalgoIsServedByName() {
        assertEquals(
                "ojalgo",
                new Backends(List.of(working("fast"))).choose("ojalgo").gemm().backend());
    }

    private static GemmProvider broken() {
        return provider("openblas", null);
    }

    private static GemmProvider working(String name) {
        return provider(name, name);
    }

    private static GemmProvider provider(String name, @org.jspecify.annotations.Nullable String backend) {
        return new GemmProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Gemm load() {
                if (backend == null) {
                    throw new GemmUnavailableException(REASON, null);
                }
                return new Named(backend);
            }
        };
    }

    private record Named(String backend) implements Gemm {
        @Override
        public void multiply(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                double[] a,
                int aOffset,
                int lda,
                double[] b,
                int bOffset,
                int ldb,
                double beta,
                double[] c,
                int cOffset,
                int ldc) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void multiply(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                float alpha,
                float[] a,
                int aOffset,
                int lda,
                float[] b,
                int bOffset,
                int ldb,
                float beta,
                float[] c,
                int cOffset,
                int ldc) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String kernel() {
            return "none";
        }
    }
}
