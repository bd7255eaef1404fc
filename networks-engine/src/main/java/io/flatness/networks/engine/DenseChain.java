package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.Identity;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Site;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A network that is dense layers one after the other with rectifiers between them, each tensor used once.
 *
 * @param links the dense layers in order
 */
record DenseChain(List<Link> links) {
    /**
     * A dense layer z = h W + b and the rectifier behind it.
     *
     * @param weight offset of W in the parameters
     * @param inputStep from one input to the next in W
     * @param outputStep from one output to the next in W
     * @param bias offset of b; −1 without one
     * @param slope of the rectifier where its input is negative; 1 for none
     */
    record Link(int fanIn, int fanOut, int weight, int inputStep, int outputStep, int bias, double slope) {
        /** into := h W + b. */
        void forward(double[] theta, double[] h, double[] into) {
            for (int o = 0; o < fanOut; o++) {
                into[o] = bias < 0 ? 0 : theta[bias + o];
            }
            for (int i = 0; i < fanIn; i++) {
                double value = h[i];
                for (int o = 0, k = weight + i * inputStep; o < fanOut && value != 0; o++, k += outputStep) {
                    into[o] += value * theta[k];
                }
            }
        }

        /** into := W β. */
        void backward(double[] theta, double[] beta, double[] into) {
            for (int i = 0; i < fanIn; i++) {
                double sum = 0;
                for (int o = 0, k = weight + i * inputStep; o < fanOut; o++, k += outputStep) {
                    sum += theta[k] * beta[o];
                }
                into[i] = sum;
            }
        }
    }

    /** The chain behind a network, if it is one. */
    static Optional<DenseChain> of(Network network) {
        List<Link> links = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        boolean bent = true;
        for (int v = 0; v < network.nodes().size(); v++) {
            LayerSpec layer = network.nodes().get(v).layer();
            if (!network.nodes().get(v).inputs().equals(List.of(v - 1))) {
                return Optional.empty();
            }
            if (layer instanceof Dense dense) {
                Site site = network.site(v);
                Link link = link(dense, site);
                if (!site.parameters().stream().map(Block::offset).allMatch(used::add)) {
                    return Optional.empty();
                }
                links.add(link);
                bent = false;
            } else if (layer instanceof Rectifier rectifier && !bent) {
                Link last = links.remove(links.size() - 1);
                links.add(new Link(
                        last.fanIn(),
                        last.fanOut(),
                        last.weight(),
                        last.inputStep(),
                        last.outputStep(),
                        last.bias(),
                        rectifier.slope()));
                bent = true;
            } else if (!(layer instanceof Reshape || layer instanceof Identity)) {
                return Optional.empty();
            }
        }
        boolean ends = network.output() == network.nodes().size() - 1 && !links.isEmpty() && !bent;
        return ends ? Optional.of(new DenseChain(List.copyOf(links))) : Optional.empty();
    }

    private static Link link(Dense dense, Site site) {
        int fanIn = site.input().size();
        boolean inFirst = dense.order() == WeightOrder.IN_OUT;
        return new Link(
                fanIn,
                dense.outputs(),
                site.parameters().get(0).offset(),
                inFirst ? dense.outputs() : 1,
                inFirst ? 1 : fanIn,
                dense.bias() ? site.parameters().get(1).offset() : -1,
                1);
    }
}
