package io.flatness.networks.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.spi.UndefinedException;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.InputMap;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.NetworkLoss;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StrictNetworkTest {
    // One hidden unit whose pre-activation is w x with x = 1: a kink at w = 0.
    private static final String NETWORK = """
            model: {weights: [[[%s]], [[1]]]}
            data: {type: inline, inputs: [[1]], targets: [[3]]}
            loss: mse
            kinks: %s
            """;

    private final Experiments experiments = Experiments.in(Path.of("..", "examples"));

    private LossSurface surface(String kinks) {
        return experiments.open(NETWORK.formatted(1, kinks)).initial().surface();
    }

    @Test
    void curvatureIsUndefinedAtAKinkAndNowhereElse() {
        LossSurface strict = surface("strict");
        double[] kink = {0, 1};
        double[] smooth = {1, 1};
        UndefinedException e = assertThrows(UndefinedException.class, () -> strict.hessianAt(kink));
        assertEquals(
                "1 of 1 pairs of sample and unit lie within 1.0E-8 of a kink, where the loss has no second derivative"
                        + " (kinks: strict)",
                e.getMessage());
        ExactCurvature exact = strict.as(ExactCurvature.class).orElseThrow();
        assertThrows(UndefinedException.class, () -> exact.hessianDiagonal(kink));
        GaussNewton products = strict.as(GaussNewton.class).orElseThrow();
        assertThrows(UndefinedException.class, () -> products.fisherAt(kink));
        LossSurface plain = surface("warn");
        assertEquals(plain.value(kink), strict.value(kink));
        assertEquals(2, plain.hessianAt(kink).dimension());
        assertEquals(2, strict.hessianAt(smooth).dimension());
        assertEquals(
                plain.as(ExactCurvature.class).orElseThrow().hessianDiagonal(smooth)[0],
                exact.hessianDiagonal(smooth)[0]);
    }

    @Test
    void itStaysStrictOnOtherBuffersInputsAndSamples() {
        NetworkLoss strict = surface("strict").as(NetworkLoss.class).orElseThrow();
        double[] kink = {0, 1};
        LossSurface[] derived = {
            strict.withBuffers(strict.buffers()), strict.withInputMap(new Same()), strict.restrictedTo(new int[] {0})
        };
        for (LossSurface surface : derived) {
            assertThrows(UndefinedException.class, () -> surface.hessianAt(kink));
        }
        assertTrue(strict.as(NetworkLoss.class).orElseThrow() == strict);
    }

    private static final class Same implements InputMap {
        @Override
        public void apply(double[] x, double[] into) {
            into[0] = x[0];
        }

        @Override
        public void pullBack(double[] x, double[] w, double[] into) {
            into[0] = w[0];
        }
    }
}
