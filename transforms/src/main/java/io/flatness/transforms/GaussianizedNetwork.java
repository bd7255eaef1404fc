package io.flatness.transforms;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.ForwardingNetwork;
import io.flatness.spi.loss.InputMap;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.SampleGradients;
import java.util.List;
import java.util.Optional;

/**
 * f∘ξ of the gaussianized inputs u, with ξ = G⁻¹ in front of the network: the same values everywhere, other derivatives
 * with respect to the input (Section 5.2).
 */
record GaussianizedNetwork(NetworkLoss base, Gaussianization gaussianization) implements ForwardingNetwork {
    private double[] raw(int index) {
        double[] x = new double[base.inputSize()];
        base.input(index, x);
        return x;
    }

    @Override
    public void input(int index, double[] into) {
        gaussianization.represent(raw(index), into);
    }

    @Override
    public EmpiricalRisk restrictedTo(int[] samples) {
        NetworkLoss restricted =
                base.restrictedTo(samples).as(NetworkLoss.class).orElseThrow();
        return new GaussianizedNetwork(restricted, gaussianization);
    }

    @Override
    public NetworkLoss withBuffers(double[] buffers) {
        return new GaussianizedNetwork(base.withBuffers(buffers), gaussianization);
    }

    @Override
    public NetworkLoss withInputMap(InputMap map) {
        throw new RefusedException("after input-gaussianization the network reads quantiles of its data:"
                + " no further change of the inputs is defined; change the order of the chain");
    }

    @Override
    public NetworkLoss withoutInputMap() {
        return base.withoutInputMap();
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        if (capability.isInstance(this)) {
            return Optional.of(capability.cast(this));
        }
        if (capability == SampleGradients.class) {
            return base.as(SampleGradients.class).map(samples -> capability.cast(new Derivatives(this, samples)));
        }
        return base.as(capability);
    }

    private record Derivatives(GaussianizedNetwork network, SampleGradients base) implements SampleGradients {
        @Override
        public double[] sampleGradient(double[] theta, int index) {
            return base.sampleGradient(theta, index);
        }

        @Override
        public double[] sampleGradientNorms(double[] theta) {
            return base.sampleGradientNorms(theta);
        }

        @Override
        public double[] inputGradients(double[] theta) {
            double[] gradients = base.inputGradients(theta);
            int features = network.inputSize();
            for (int sample = 0; sample < network.sampleCount(); sample++) {
                double[] slopes = network.gaussianization.slopesAt(network.raw(sample));
                for (int j = 0; j < features; j++) {
                    gradients[sample * features + j] *= slopes[j];
                }
            }
            return gradients;
        }

        /** One sample at a time: its slopes go into the first layer, whose inputs are divided by them. */
        @Override
        public double[] inputJacobianNorms(double[] theta) {
            List<Affine> readers = readers();
            double[] norms = new double[network.sampleCount()];
            double[] origin = new double[network.inputSize()];
            for (int sample = 0; sample < norms.length; sample++) {
                StandardizedInput local =
                        new StandardizedInput(origin, network.gaussianization.slopesAt(network.raw(sample)));
                NetworkLoss alone = network.base
                        .restrictedTo(new int[] {sample})
                        .as(NetworkLoss.class)
                        .orElseThrow()
                        .withInputMap(local);
                double[] folded = new FoldedInput(theta.length, readers, local).forward(theta);
                norms[sample] = alone.as(SampleGradients.class).orElseThrow().inputJacobianNorms(folded)[0];
            }
            return norms;
        }

        private List<Affine> readers() {
            return network.architecture().layers().stream()
                    .filter(layer -> layer.inputs().contains(-1))
                    .map(layer -> reader(layer))
                    .toList();
        }

        private Affine reader(Layer layer) {
            return layer.affine()
                    .filter(affine -> affine.inputUnits() == network.inputSize())
                    .orElseThrow(() -> new MeasurementException("derivatives of the outputs with respect to"
                            + " gaussianized inputs are known for dense first layers; layer " + layer.name() + " is "
                            + layer.type()));
        }
    }
}
