package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.AveragePool;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Concat;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Maximum;
import io.flatness.networks.layer.Maxout;
import io.flatness.networks.layer.PRelu;
import io.flatness.networks.layer.Pad;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.layer.Site;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Logistic;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import java.util.Arrays;

/** Networks and losses of one sample written down from their definitions, element by element. */
final class ReferenceNetwork {
    private ReferenceNetwork() {}

    static HyperDual[] outputs(Network network, HyperDual[] theta, double[] buffers, double[] x) {
        int count = network.nodes().size();
        int sources = network.inputs().size();
        HyperDual[][] values = new HyperDual[count + sources][];
        int at = 0;
        for (int i = 0; i < sources; i++) {
            HyperDual[] input = new HyperDual[network.inputs().get(i).size()];
            for (int k = 0; k < input.length; k++) {
                input[k] = HyperDual.of(x[at++]);
            }
            values[sources - 1 - i] = input;
        }
        HyperDual[] weights = Arrays.copyOf(theta, theta.length + network.frozen());
        for (int k = 0; k < network.frozen(); k++) {
            weights[theta.length + k] = HyperDual.of(buffers[k]);
        }
        for (int v = 0; v < count; v++) {
            Node node = network.nodes().get(v);
            HyperDual[][] in = new HyperDual[node.inputs().size()][];
            for (int i = 0; i < in.length; i++) {
                in[i] = values[node.inputs().get(i) + sources];
            }
            HyperDual[] general = ReferenceLayers.layer(node.layer(), network.site(v), in, weights, buffers);
            values[v + sources] =
                    general == null ? layer(node.layer(), network.site(v), in, weights, buffers) : general;
        }
        return values[network.output() + sources];
    }

    private static HyperDual[] layer(
            LayerSpec layer, Site site, HyperDual[][] in, HyperDual[] theta, double[] buffers) {
        int size = site.output().size();
        int positions = site.output().positions();
        HyperDual[] out = new HyperDual[size];
        HyperDual[] x = in[0];
        if (layer instanceof Dense dense) {
            return dense(dense, site, x, theta);
        } else if (layer instanceof Conv2d conv) {
            return conv(conv, site, x, theta);
        } else if (layer instanceof MaxPool || layer instanceof AveragePool || layer instanceof GlobalAveragePool) {
            return pool(layer, site, x);
        } else if (layer instanceof Pad pad) {
            Window shifted = Window.square(1, 1, 0);
            int columns = site.output().extents().get(2);
            for (int k = 0; k < size; k++) {
                int y = k % positions / columns - pad.top();
                HyperDual pixel = pixel(site.input(), shifted, x, k / positions, y, k % columns - pad.left(), 0, 0);
                out[k] = pixel == null ? HyperDual.of(pad.value()) : pixel;
            }
            return out;
        } else if (layer instanceof Concat) {
            int at = 0;
            for (HyperDual[] part : in) {
                System.arraycopy(part, 0, out, at, part.length);
                at += part.length;
            }
            return out;
        }
        for (int k = 0; k < size; k++) {
            int unit = k / positions;
            if (layer instanceof Rectifier rectifier) {
                out[k] = x[k].a() > 0 ? x[k] : x[k].times(rectifier.slope());
            } else if (layer instanceof PRelu prelu) {
                HyperDual slope = theta[site.parameters().get(0).offset() + (prelu.slopes() == 1 ? 0 : unit)];
                out[k] = x[k].a() > 0 ? x[k] : x[k].times(slope);
            } else if (layer instanceof Activation activation) {
                out[k] = activation(activation, x[k]);
            } else if (layer instanceof BatchNorm norm) {
                double mean = buffers[site.buffers().get(0).offset() + unit];
                double variance = buffers[site.buffers().get(1).offset() + unit];
                HyperDual normal = x[k].plus(HyperDual.of(-mean)).times(1 / Math.sqrt(variance + norm.epsilon()));
                out[k] = normal.times(theta[site.parameters().get(0).offset() + unit])
                        .plus(theta[site.parameters().get(1).offset() + unit]);
            } else if (layer instanceof Scale scale) {
                double factor = scale.factor().get(scale.factor().size() == 1 ? 0 : unit);
                out[k] = x[k].times(factor)
                        .plus(HyperDual.of(scale.shift().get(scale.shift().size() == 1 ? 0 : unit)));
            } else if (layer instanceof Add) {
                out[k] = HyperDual.of(0);
                for (HyperDual[] term : in) {
                    out[k] = out[k].plus(term[k]);
                }
            } else if (layer instanceof Maximum) {
                out[k] = x[k];
                for (HyperDual[] term : in) {
                    out[k] = term[k].a() > out[k].a() ? term[k] : out[k];
                }
            } else if (layer instanceof Maxout maxout) {
                for (int p = 0; p < maxout.pieces(); p++) {
                    int u = maxout.pieceMajor() ? p * site.output().units() + unit : unit * maxout.pieces() + p;
                    HyperDual candidate = x[u * positions + k % positions];
                    out[k] = p == 0 || candidate.a() > out[k].a() ? candidate : out[k];
                }
            } else {
                out[k] = x[k];
            }
        }
        return out;
    }

    private static HyperDual[] dense(Dense dense, Site site, HyperDual[] x, HyperDual[] theta) {
        int fanOut = dense.outputs();
        int fanIn = site.input().units();
        HyperDual[] out = new HyperDual[site.output().size()];
        for (int k = 0; k < out.length; k++) {
            int o = k % fanOut;
            out[k] = dense.bias() ? theta[site.parameters().get(1).offset() + o] : HyperDual.of(0);
            for (int i = 0; i < fanIn; i++) {
                int w = dense.order() == WeightOrder.IN_OUT ? i * fanOut + o : o * fanIn + i;
                HyperDual weight = theta[site.parameters().get(0).offset() + w];
                out[k] = out[k].plus(x[k / fanOut * fanIn + i].times(weight));
            }
        }
        return out;
    }

    private static HyperDual[] conv(Conv2d conv, Site site, HyperDual[] x, HyperDual[] theta) {
        Shape in = site.input();
        Shape shape = site.output();
        Window w = conv.window();
        int channels = in.units() / conv.groups();
        HyperDual[] out = new HyperDual[shape.size()];
        for (int k = 0; k < out.length; k++) {
            int o = k / shape.positions();
            int oy = k % shape.positions() / shape.extents().get(2);
            int ox = k % shape.extents().get(2);
            out[k] = conv.bias() ? theta[site.parameters().get(1).offset() + o] : HyperDual.of(0);
            for (int c = 0; c < channels; c++) {
                int channel = o / (conv.outputs() / conv.groups()) * channels + c;
                for (int ky = 0; ky < w.height(); ky++) {
                    for (int kx = 0; kx < w.width(); kx++) {
                        HyperDual pixel = pixel(in, w, x, channel, oy, ox, ky, kx);
                        int at = ((o * channels + c) * w.height() + ky) * w.width() + kx;
                        if (pixel != null) {
                            out[k] = out[k].plus(
                                    pixel.times(theta[site.parameters().get(0).offset() + at]));
                        }
                    }
                }
            }
        }
        return out;
    }

    private static @org.jspecify.annotations.Nullable HyperDual pixel(
            Shape in, Window w, HyperDual[] x, int channel, int oy, int ox, int ky, int kx) {
        int height = Window.rows(in);
        int width = Window.columns(in);
        int y = oy * w.strideY() - w.top() + ky * w.dilationY();
        int column = ox * w.strideX() - w.left() + kx * w.dilationX();
        return y < 0 || y >= height || column < 0 || column >= width
                ? null
                : x[(channel * height + y) * width + column];
    }

    private static HyperDual[] pool(LayerSpec layer, Site site, HyperDual[] x) {
        Shape in = site.input();
        Shape shape = site.output();
        Window w = layer instanceof MaxPool max
                ? max.window()
                : layer instanceof AveragePool average
                        ? average.window()
                        : new Window(Window.rows(in), Window.columns(in), 1, 1, 0, 0, 0, 0, 1, 1);
        HyperDual[] out = new HyperDual[shape.size()];
        for (int k = 0; k < out.length; k++) {
            int c = k / shape.positions();
            int oy = k % shape.positions() / Window.columns(shape);
            int ox = k % Window.columns(shape);
            HyperDual best = HyperDual.of(Double.NEGATIVE_INFINITY);
            HyperDual sum = HyperDual.of(0);
            int inside = 0;
            for (int ky = 0; ky < w.height(); ky++) {
                for (int kx = 0; kx < w.width(); kx++) {
                    HyperDual pixel = pixel(in, w, x, c, oy, ox, ky, kx);
                    if (pixel != null) {
                        best = pixel.a() > best.a() ? pixel : best;
                        sum = sum.plus(pixel);
                        inside++;
                    }
                }
            }
            boolean whole = layer instanceof AveragePool average && average.countPadding();
            out[k] = layer instanceof MaxPool ? best : sum.times(1.0 / (whole ? w.size() : inside));
        }
        return out;
    }

    private static HyperDual activation(Activation activation, HyperDual x) {
        HyperDual one = HyperDual.of(1);
        HyperDual sigmoid = one.plus(x.times(-1).exp()).inverse();
        return switch (activation.function()) {
            case TANH -> x.tanh();
            case SIGMOID -> sigmoid;
            case SILU -> x.times(sigmoid);
            case SOFTPLUS -> one.plus(x.exp()).log();
            case ELU -> x.a() > 0 ? x : x.exp().plus(HyperDual.of(-1)).times(activation.alpha());
            case HARD_SWISH ->
                x.a() <= -3
                        ? HyperDual.of(0)
                        : x.a() >= 3 ? x : x.times(x.plus(HyperDual.of(3))).times(1.0 / 6);
            case SQUARED_RELU -> x.a() > 0 ? x.times(x) : HyperDual.of(0);
            case GELU_TANH -> {
                HyperDual inner = x.plus(x.times(x).times(x).times(0.044715)).times(Math.sqrt(2 / Math.PI));
                yield x.times(one.plus(inner.tanh())).times(0.5);
            }
            case GELU -> x.times(normalCumulative(x));
            case CLIP ->
                x.a() <= activation.alpha()
                        ? HyperDual.of(activation.alpha())
                        : x.a() >= activation.beta() ? HyperDual.of(activation.beta()) : x;
            case HARD_SIGMOID -> {
                HyperDual line = x.times(activation.alpha()).plus(HyperDual.of(activation.beta()));
                yield line.a() <= 0 ? HyperDual.of(0) : line.a() >= 1 ? one : line;
            }
            case SELU ->
                (x.a() > 0 ? x : x.exp().plus(HyperDual.of(-1)).times(activation.alpha())).times(activation.beta());
            case CELU ->
                x.a() > 0
                        ? x
                        : x.times(1 / activation.alpha())
                                .exp()
                                .plus(HyperDual.of(-1))
                                .times(activation.alpha());
            case MISH -> x.times(one.plus(x.exp()).log().tanh());
            case SOFTSIGN -> x.times(one.plus(x.a() < 0 ? x.times(-1) : x).inverse());
            case LOG_SIGMOID -> sigmoid.log();
            case THRESHOLD -> x.a() > activation.alpha() ? x : HyperDual.of(activation.beta());
            case HARD_SHRINK -> Math.abs(x.a()) > activation.alpha() ? x : HyperDual.of(0);
            case SOFT_SHRINK ->
                Math.abs(x.a()) > activation.alpha()
                        ? x.plus(HyperDual.of(-Math.signum(x.a()) * activation.alpha()))
                        : HyperDual.of(0);
            case SINE -> x.map(Math.sin(x.a()), Math.cos(x.a()), -Math.sin(x.a()));
            case COSINE -> x.map(Math.cos(x.a()), -Math.sin(x.a()), -Math.cos(x.a()));
            case EXP -> x.exp();
            case LOG -> x.log();
            case SQRT -> x.log().times(0.5).exp();
            case RECIPROCAL -> x.inverse();
            case SQUARE -> x.times(x);
            case POWER -> x.log().times(activation.alpha()).exp();
            case ERF -> normalCumulative(x.times(Math.sqrt(2))).times(2).plus(HyperDual.of(-1));
            case ARCTANGENT -> {
                double d = 1 + x.a() * x.a();
                yield x.map(Math.atan(x.a()), 1 / d, -2 * x.a() / (d * d));
            }
        };
    }

    /** Φ by Simpson's rule on its density. */
    private static HyperDual normalCumulative(HyperDual x) {
        int steps = 2000;
        double h = x.a() / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * density(i * h);
        }
        return x.map(0.5 + sum * h / 3, density(x.a()), -x.a() * density(x.a()));
    }

    private static double density(double t) {
        return Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
    }

    /** The loss of one sample; targets as the loss prepares them. */
    static HyperDual loss(Loss loss, HyperDual[] f, double[] target) {
        HyperDual sum = HyperDual.of(0);
        if (loss instanceof SoftmaxCrossEntropy) {
            HyperDual mass = HyperDual.of(0);
            for (HyperDual output : f) {
                mass = mass.plus(output.exp());
            }
            for (int c = 0; c < f.length; c++) {
                sum = sum.plus(mass.log().plus(f[c].times(-1)).times(target[c]));
            }
        } else if (loss instanceof SquaredError error) {
            for (int c = 0; c < f.length; c++) {
                HyperDual difference = f[c].plus(HyperDual.of(-target[c]));
                sum = sum.plus(difference
                        .times(difference)
                        .times(error.form() == SquaredError.Form.HALF ? 0.5 : 1.0 / f.length));
            }
        } else if (loss instanceof Logistic) {
            for (int c = 0; c < f.length; c++) {
                HyperDual up = HyperDual.of(1).plus(f[c].exp()).log();
                sum = sum.plus(up).plus(f[c].times(-target[c]));
            }
        }
        return sum;
    }
}
