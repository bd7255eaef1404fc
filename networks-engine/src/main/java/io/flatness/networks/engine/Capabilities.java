package io.flatness.networks.engine;

import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.JacobianProducts;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.SampleGradients;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What a surface offers beyond its loss. */
final class Capabilities {
    private Capabilities() {}

    static <A> List<Object> of(NetworkSurface surface, Engine<A> engine) {
        List<Object> all = new ArrayList<>();
        all.add(new Products<>(surface, engine));
        all.add(new Jacobians<>(surface, engine));
        all.add(new Samples<>(surface, engine));
        all.add((Kinks) theta -> engine.kinks(checked(surface, theta)));
        if (surface.network().piecewiseLinear()
                && engine.squaresApart()
                && surface.network().outputPositions() == 1) {
            all.add(new Exact<>(surface, engine));
        }
        NetworkBounds.of(surface).ifPresent(all::add);
        DenseBounds.of(surface).ifPresent(all::add);
        return List.copyOf(all);
    }

    private static double[] checked(NetworkSurface surface, double[] theta) {
        surface.layout().requireVector(theta);
        return theta;
    }

    private record Products<A>(NetworkSurface surface, Engine<A> engine) implements GaussNewton {
        @Override
        public SymmetricOperator gaussNewtonAt(double[] theta) {
            return operator(theta, surface.objective().l2());
        }

        /** The losses are negative log-likelihoods, or squared errors taken as such; a penalty is none. */
        @Override
        public SymmetricOperator fisherAt(double[] theta) {
            return operator(theta, 0);
        }

        private SymmetricOperator operator(double[] theta, double l2) {
            return surface.operator(engine, checked(surface, theta), false, surface.lossCurvature(), l2);
        }

        @Override
        public SymmetricOperator empiricalFisherAt(double[] theta) {
            int outputs = surface.outputCount();
            double weight = 1.0 / engine.counted();
            Engine.OutputMap map = (gradients, states, offset, u, at) -> {
                double dot = 0;
                for (int c = 0; c < outputs; c++) {
                    dot += gradients[offset + c] * u[at + c];
                }
                for (int c = 0; c < outputs; c++) {
                    u[at + c] = weight * dot * gradients[offset + c];
                }
            };
            return surface.operator(engine, checked(surface, theta), false, map, 0);
        }
    }

    private record Jacobians<A>(NetworkSurface surface, Engine<A> engine) implements JacobianProducts {
        @Override
        public double[] jacobianVector(double[] theta, double[] v) {
            return engine.jacobianVector(checked(surface, theta), checked(surface, v));
        }

        @Override
        public double[] vectorJacobian(double[] theta, double[] w) {
            int rows = surface.sampleCount() * surface.network().outputPositions() * surface.outputCount();
            if (w.length != rows) {
                throw new IllegalArgumentException(
                        "w has length " + w.length + " but there are " + rows + " outputs over all samples");
            }
            return engine.vectorJacobian(checked(surface, theta), w);
        }
    }

    private record Samples<A>(NetworkSurface surface, Engine<A> engine) implements SampleGradients {
        @Override
        public double[] sampleGradient(double[] theta, int index) {
            NetworkSurface one = surface.restrictedTo(new int[] {Objects.checkIndex(index, surface.sampleCount())});
            double[] gradient = one.unregularizedGradient(checked(surface, theta));
            double factor = engine.sampleFactor() / one.sampleFactor();
            for (int k = 0; factor != 1 && k < gradient.length; k++) {
                gradient[k] *= factor;
            }
            return gradient;
        }

        @Override
        public double[] sampleGradientNorms(double[] theta) {
            if (engine.squaresApart()) {
                return engine.sampleGradientNorms(checked(surface, theta));
            }
            double[] norms = new double[surface.sampleCount()];
            for (int i = 0; i < norms.length; i++) {
                double sum = 0;
                for (double g : sampleGradient(theta, i)) {
                    sum += g * g;
                }
                norms[i] = Math.sqrt(sum);
            }
            return norms;
        }

        @Override
        public double[] inputGradients(double[] theta) {
            return engine.inputGradients(checked(surface, theta));
        }

        @Override
        public double[] inputJacobianNorms(double[] theta) {
            double[] norms = new double[surface.sampleCount()];
            engine.inputJacobians(checked(surface, theta), (first, count, rows) -> {
                int length = rows.length / count;
                for (int i = 0; i < count; i++) {
                    double sum = 0;
                    for (int k = i * length; k < (i + 1) * length; k++) {
                        sum += rows[k] * rows[k];
                    }
                    norms[first + i] = Math.sqrt(sum);
                }
            });
            return norms;
        }
    }

    private record Exact<A>(NetworkSurface surface, Engine<A> engine) implements ExactCurvature {
        @Override
        public double[] hessianDiagonal(double[] theta) {
            double[] diagonal = engine.gaussNewtonDiagonal(checked(surface, theta));
            double l2 = surface.objective().l2();
            for (int k = 0; l2 != 0 && k < diagonal.length; k++) {
                diagonal[k] += l2;
            }
            return diagonal;
        }

        @Override
        public double[] hessianBlockTraces(double[] theta) {
            double[] diagonal = hessianDiagonal(theta);
            return surface.layout().blocks().stream()
                    .mapToDouble(block -> CompensatedSum.of(Arrays.copyOfRange(diagonal, block.offset(), block.end())))
                    .toArray();
        }
    }
}
