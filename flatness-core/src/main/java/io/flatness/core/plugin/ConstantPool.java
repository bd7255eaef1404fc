package io.flatness.core.plugin;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The constants of a class file, as far as they name classes and members. */
final class ConstantPool {
    private static final int CLASS = 7;

    private final int[] tags;
    private final int[] first;
    private final int[] second;
    private final @Nullable String[] texts;

    ConstantPool(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        tags = new int[count];
        first = new int[count];
        second = new int[count];
        texts = new String[count];
        for (int i = 1; i < count; i++) {
            tags[i] = in.readUnsignedByte();
            switch (tags[i]) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++; // longs and doubles take two places
                }
                case CLASS, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
                case 9, 10, 11, 12, 17, 18 -> {
                    first[i] = in.readUnsignedShort();
                    second[i] = in.readUnsignedShort();
                }
                case 15 -> {
                    in.readUnsignedByte();
                    in.readUnsignedShort();
                }
                default -> throw new IOException("a class file with a constant of unknown kind " + tags[i]);
            }
        }
    }

    String text(int index) throws IOException {
        String text = index < texts.length ? texts[index] : null;
        if (text == null) {
            throw new IOException("a damaged class file");
        }
        return text;
    }

    /** The class at an index; {@code null} for index 0, which stands for no class. */
    @Nullable
    String className(int index) throws IOException {
        return index == 0 ? null : text(first[index]);
    }

    /** Adds every class and every member of a class that the constants name. */
    void collect(Set<String> classes, Set<ClassFile.Member> members) throws IOException {
        for (int i = 1; i < tags.length; i++) {
            if (tags[i] == CLASS) {
                String name = element(text(first[i]));
                if (!name.isEmpty()) {
                    classes.add(name);
                }
            } else if (tags[i] >= 9 && tags[i] <= 11) {
                String owner = text(first[first[i]]);
                int nameAndType = second[i];
                members.add(new ClassFile.Member(owner, text(first[nameAndType]), text(second[nameAndType])));
            }
        }
    }

    private static String element(String name) {
        if (!name.startsWith("[")) {
            return name;
        }
        int object = name.indexOf('L');
        return object < 0 ? "" : name.substring(object + 1, name.length() - 1);
    }
}
