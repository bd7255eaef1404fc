package io.flatness.metrics.sharpness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Minimum;
import org.junit.jupiter.api.Test;

/** Adaptive sharpness of networks with kinks in the neighbourhood, before and after a rescaling. */
class AdaptiveOrbitTest {
    private static final int NETWORKS = Depth.LONG ? 16 : 2;

    private static double adaptive(Minimum minimum, double rho, Norm norm, double eta) {
        AdaptiveSharpnessParameters parameters =
                new AdaptiveSharpnessParameters(rho, norm, eta, Relative.ELEMENT, Scope.ALL, new Effort(4, 2000));
        return new AdaptiveSharpness(parameters)
                .measure(minimum, LocalContext.singleThreaded(1))
                .value();
    }

    /** The first layer times α, the second by it. */
    private static Minimum rescaled(Minimum minimum, double alpha) {
        double[] theta = minimum.theta().clone();
        String first = owner(minimum.surface().layout().blocks().get(0));
        String second = null;
        for (Block block : minimum.surface().layout().blocks()) {
            String owner = owner(block);
            second = second == null && !owner.equals(first) ? owner : second;
            boolean weight = block.shape().size() > 1;
            for (int k = block.offset(); k < block.end(); k++) {
                theta[k] *= owner.equals(first) ? alpha : owner.equals(second) && weight ? 1 / alpha : 1;
            }
        }
        return new Minimum(minimum.surface(), theta);
    }

    private static String owner(Block block) {
        return block.name().substring(0, block.name().indexOf('.'));
    }

    @Test
    void aRescalingDoesNotMoveItWithKinksInReach() {
        for (int number = 0; number < NETWORKS; number++) {
            Minimum minimum = SmallNetwork.trained(number);
            for (Norm norm : Norm.values()) {
                for (double rho : new double[] {0.1, 0.5}) {
                    double before = adaptive(minimum, rho, norm, 0);
                    double after = adaptive(rescaled(minimum, 3.7), rho, norm, 0);
                    assertEquals(before, after, 1e-10 * before, number + " " + norm + " " + rho);
                }
            }
        }
    }

    @Test
    void etaEndsTheInvariance() {
        Minimum minimum = SmallNetwork.trained(2);
        for (Norm norm : Norm.values()) {
            double before = adaptive(minimum, 0.1, norm, 0.1);
            double after = adaptive(rescaled(minimum, 3.7), 0.1, norm, 0.1);
            assertTrue(Math.abs(after - before) > 1e-3 * before, norm + ": " + before + " and " + after);
        }
    }
}
