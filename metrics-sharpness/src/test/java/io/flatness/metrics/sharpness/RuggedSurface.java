package io.flatness.metrics.sharpness;

import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;

/** Waves, wells and kinks along random lines in one to three variables, with bounds over boxes by its slopes. */
record RuggedSurface(int size, Ripple[] ripples) implements LossSurface, BoxBounds {
    /** height · shape(along · x + phase). */
    record Ripple(Shape shape, double height, double[] along, double phase) {
        double at(double[] x) {
            return phase + Norm.dot(along, x);
        }
    }

    /** Profiles with slopes between −1 and 1. */
    enum Shape {
        WAVE {
            @Override
            double value(double t) {
                return 1 - Math.cos(t);
            }

            @Override
            double slope(double t) {
                return Math.sin(t);
            }

            @Override
            double bend(double t) {
                return Math.cos(t);
            }
        },
        WELL {
            @Override
            double value(double t) {
                return 1 - Math.exp(-t * t);
            }

            @Override
            double slope(double t) {
                return 2 * t * Math.exp(-t * t);
            }

            @Override
            double bend(double t) {
                return (2 - 4 * t * t) * Math.exp(-t * t);
            }
        },
        KINK {
            @Override
            double value(double t) {
                return Math.abs(Math.abs(t) - 1);
            }

            @Override
            double slope(double t) {
                return Math.signum(t) * Math.signum(Math.abs(t) - 1);
            }

            @Override
            double bend(double t) {
                return 0;
            }
        };

        abstract double value(double t);

        abstract double slope(double t);

        abstract double bend(double t);
    }

    static RuggedSurface random(int size, RandomGenerator random) {
        Ripple[] ripples = new Ripple[2 + random.nextInt(3)];
        for (int k = 0; k < ripples.length; k++) {
            double[] along = new double[size];
            for (int i = 0; i < size; i++) {
                along[i] = 3 * random.nextGaussian();
            }
            Shape shape = Shape.values()[random.nextInt(3)];
            ripples[k] = new Ripple(shape, random.nextDouble(), along, 6 * random.nextDouble());
        }
        return new RuggedSurface(size, ripples);
    }

    @Override
    public ParameterLayout layout() {
        return ParameterLayout.single("x", size);
    }

    @Override
    public double value(double[] x) {
        double sum = 0;
        for (Ripple ripple : ripples) {
            sum += ripple.height() * ripple.shape().value(ripple.at(x));
        }
        return sum;
    }

    @Override
    public double valueAndGradient(double[] x, double[] into) {
        double[] slope = new double[size];
        for (Ripple ripple : ripples) {
            QuasiNewton.axpy(ripple.height() * ripple.shape().slope(ripple.at(x)), ripple.along(), slope);
        }
        System.arraycopy(slope, 0, into, 0, size);
        return value(x);
    }

    @Override
    public SymmetricOperator hessianAt(double[] x) {
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return size;
            }

            @Override
            public void apply(double[] v, double[] into) {
                double[] image = new double[size];
                for (Ripple ripple : ripples) {
                    double bend = ripple.height() * ripple.shape().bend(ripple.at(x));
                    QuasiNewton.axpy(bend * Norm.dot(ripple.along(), v), ripple.along(), image);
                }
                System.arraycopy(image, 0, into, 0, size);
            }
        };
    }

    @Override
    public double upperBound(double[] center, double[] radius) {
        double sum = value(center) + 1e-12;
        for (Ripple ripple : ripples) {
            for (int i = 0; i < size; i++) {
                sum += ripple.height() * Math.abs(ripple.along()[i]) * radius[i];
            }
        }
        return sum;
    }
}
