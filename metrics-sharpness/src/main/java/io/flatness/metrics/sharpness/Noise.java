package io.flatness.metrics.sharpness;

import java.util.random.RandomGenerator;

/** The law of noise of mean 0 and variance 1. */
public enum Noise {
    /** The standard normal law. */
    GAUSSIAN {
        @Override
        double draw(RandomGenerator random) {
            return random.nextGaussian();
        }
    },
    /** Uniform on [−√3, √3]. */
    UNIFORM {
        @Override
        double draw(RandomGenerator random) {
            return Math.sqrt(3) * (2 * random.nextDouble() - 1);
        }
    };

    abstract double draw(RandomGenerator random);

    /** As many independent numbers as there are parameters, zero for those that are held. */
    double[] draw(Scope.Part part, RandomGenerator random) {
        double[] noise = new double[part.dimension()];
        for (int k = 0; k < part.size(); k++) {
            noise[part.index(k)] = draw(random);
        }
        return noise;
    }
}
