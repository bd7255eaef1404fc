package io.flatness.networks.loss;

/**
 * Squared error of a sample.
 *
 * @param form what it is multiplied by
 */
public record SquaredError(Form form) implements Loss {
    /** The three conventions. */
    public enum Form {
        /** ½‖f − y‖²: {@code mse}. */
        HALF,
        /** ‖f − y‖²/C: {@code torch-mse} as a mean over elements. */
        MEAN_OF_ELEMENTS,
        /** ‖f − y‖²: {@code torch-mse} as a sum over elements. */
        SUM_OF_ELEMENTS
    }

    @Override
    public String name() {
        return form == Form.HALF ? "mse" : "torch-mse";
    }

    @Override
    public boolean ignoresOutputShift() {
        return false;
    }

    @Override
    public boolean classifies() {
        return false;
    }

    @Override
    public void prepare(double[] target) {
        for (double y : target) {
            if (!Double.isFinite(y)) {
                throw new IllegalArgumentException("its target " + y + " is not finite");
            }
        }
    }

    @Override
    public double evaluate(double[] outputs, int offset, double[] target, double[] gradient, double[] state) {
        double weight = weight(target.length);
        double sum = 0;
        for (int c = 0; c < target.length; c++) {
            double error = outputs[offset + c] - target[c];
            gradient[offset + c] = weight * error;
            sum += error * error;
        }
        return 0.5 * weight * sum;
    }

    /** Its second derivative in each output. */
    public double weight(int outputs) {
        return switch (form) {
            case HALF -> 1;
            case MEAN_OF_ELEMENTS -> 2.0 / outputs;
            case SUM_OF_ELEMENTS -> 2;
        };
    }

    @Override
    public void curvature(double[] state, int offset, int outputs, double[] u, double[] into, int at) {
        double weight = weight(outputs);
        for (int c = 0; c < outputs; c++) {
            into[at + c] = weight * u[at + c];
        }
    }

    @Override
    public void root(double[] state, int offset, int outputs, int column, double[] into, int at) {
        for (int c = 0; c < outputs; c++) {
            into[at + c] = 0;
        }
        into[at + column] = Math.sqrt(weight(outputs));
    }

    @Override
    public double lowerBound(double[] low, double[] high, double[] target) {
        double sum = 0;
        for (int c = 0; c < target.length; c++) {
            double distance = Math.max(0, Math.max(low[c] - target[c], target[c] - high[c]));
            sum += distance * distance;
        }
        return 0.5 * weight(target.length) * sum;
    }

    @Override
    public double upperBound(double[] low, double[] high, double[] target) {
        double sum = 0;
        for (int c = 0; c < target.length; c++) {
            double below = low[c] - target[c];
            double above = high[c] - target[c];
            sum += Math.max(below * below, above * above);
        }
        return 0.5 * weight(target.length) * sum;
    }
}
