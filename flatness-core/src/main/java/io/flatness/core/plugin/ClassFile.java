package io.flatness.core.plugin;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a compiled class says of itself and of others, without loading it (Java Virtual Machine Specification, chapter 4).
 * Names are internal: {@code io/flatness/spi/Metric}.
 */
final class ClassFile {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int ABSTRACT = 0x0400;

    /** A field or method of another class. */
    record Member(String owner, String name, String descriptor) {
        /** Name and descriptor, the identity within a class. */
        String signature() {
            return name + descriptor;
        }
    }

    private final Set<String> classes = new LinkedHashSet<>();
    private final Set<Member> members = new LinkedHashSet<>();
    private final Map<String, Boolean> declared = new LinkedHashMap<>();
    private final List<String> interfaces = new ArrayList<>();
    private final @Nullable String superclass;
    private final boolean isAbstract;

    ClassFile(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.readInt(); // version
        ConstantPool pool = new ConstantPool(in);
        isAbstract = (in.readUnsignedShort() & ABSTRACT) != 0;
        in.readUnsignedShort(); // this class
        superclass = pool.className(in.readUnsignedShort());
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            String name = pool.className(in.readUnsignedShort());
            if (name != null) {
                interfaces.add(name);
            }
        }
        readDeclarations(in, pool); // fields
        readDeclarations(in, pool); // methods
        pool.collect(classes, members);
    }

    private void readDeclarations(DataInputStream in, ConstantPool pool) throws IOException {
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            boolean open = (in.readUnsignedShort() & ABSTRACT) != 0;
            declared.put(pool.text(in.readUnsignedShort()) + pool.text(in.readUnsignedShort()), open);
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                in.readUnsignedShort();
                in.skipNBytes(in.readInt() & 0xFFFFFFFFL);
            }
        }
    }

    /** Every class that it names, arrays by their element. */
    Set<String> classes() {
        return classes;
    }

    /** Every field and method of a class that it uses. */
    Set<Member> members() {
        return members;
    }

    /** Signatures of its own fields and methods, and whether each is abstract. */
    Map<String, Boolean> declared() {
        return declared;
    }

    List<String> interfaces() {
        return interfaces;
    }

    @Nullable
    String superclass() {
        return superclass;
    }

    boolean isAbstract() {
        return isAbstract;
    }
}
