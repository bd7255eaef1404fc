package io.flatness.networks.train;

/** Parameters on their way: a rule that turns the gradient of a batch into a step. */
interface MiniBatch {
    /** theta := theta + step, from the gradient of one batch. */
    void step(double[] theta, double[] gradient);

    /** The rule of the parameters of a training for n parameters. */
    static MiniBatch of(TrainParameters parameters, int n) {
        return switch (parameters.optimizer()) {
            case ADAM -> new Adam(parameters.stepSize(), n);
            case SGD -> new HeavyBall(parameters.stepSize(), parameters.momentum(), n);
        };
    }

    /** Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. Source: Kingma and Ba (2015), ICLR, Algorithm 1. */
    final class Adam implements MiniBatch {
        private static final double FIRST = 0.9;
        private static final double SECOND = 0.999;
        private static final double EPSILON = 1e-8;
        private final double rate;
        private final double[] mean;
        private final double[] square;
        private double firstPower = 1;
        private double secondPower = 1;

        private Adam(double rate, int n) {
            this.rate = rate;
            this.mean = new double[n];
            this.square = new double[n];
        }

        @Override
        public void step(double[] theta, double[] gradient) {
            firstPower *= FIRST;
            secondPower *= SECOND;
            double meanScale = 1 / (1 - firstPower);
            double squareScale = 1 / (1 - secondPower);
            for (int i = 0; i < theta.length; i++) {
                double g = gradient[i];
                mean[i] = FIRST * mean[i] + (1 - FIRST) * g;
                square[i] = SECOND * square[i] + (1 - SECOND) * g * g;
                theta[i] -= rate * mean[i] * meanScale / (Math.sqrt(square[i] * squareScale) + EPSILON);
            }
        }
    }

    /** v := momentum v + g, theta := theta − rate v. */
    final class HeavyBall implements MiniBatch {
        private final double rate;
        private final double momentum;
        private final double[] velocity;

        private HeavyBall(double rate, double momentum, int n) {
            this.rate = rate;
            this.momentum = momentum;
            this.velocity = new double[n];
        }

        @Override
        public void step(double[] theta, double[] gradient) {
            for (int i = 0; i < theta.length; i++) {
                velocity[i] = momentum * velocity[i] + gradient[i];
                theta[i] -= rate * velocity[i];
            }
        }
    }
}
