#!/usr/bin/env perl
# Holds the tree to the rules for folders. Prints a line for each place that does not fit.
#   tests/folders.pl circles    folders that include each other, also by way of others
#   tests/folders.pl sizes      folders with more than 25 rooms (a room: a source with its header)
#   tests/folders.pl lone       sources that have no header of their name, but main.cpp
#   tests/folders.pl session    #includes against the order of the folders of core/session
#   tests/folders.pl doors      files of ui/ and app/ that include an internal/ folder of core/session
#   tests/folders.pl compiled   objects of ui/ and app/ that saw more of the engine than its doors, directly or not; reads
#                               what `ninja -t deps` prints
use strict;
use warnings;

# What a folder of core/session may use beside itself and the files at the top, which use none of them.
my %session = (
    alignment  => [],
    commands   => ['exchange', 'inspect', 'alignment', 'conversion'],
    conversion => [],
    evaluate   => ['model'],
    exchange   => ['model'],
    inspect    => ['model', 'exchange', 'evaluate', 'run', 'alignment'],
    model      => [],
    run        => ['model', 'exchange', 'evaluate'],
);

my @files = split(/\n/, qx{find core ui app tests -name '*.h' -o -name '*.cpp' | sort});

# The internal folder of a folder is a part of it.
sub folderOf {
    my ($path) = @_;
    $path =~ s{/[^/]*$}{};
    $path =~ s{/internal$}{};
    return $path;
}

# visit(file, header of the tree, place)
sub eachInclude {
    my ($visit) = @_;
    for my $file (@files) {
        open(my $source, '<', $file) or die "$file: $!\n";
        while (my $line = <$source>) {
            $visit->($file, $1, "$file:$.") if $line =~ m{^\s*#\s*include\s+"((?:core|ui|app|tests)/[^"]+)"};
        }
    }
}

my $mode = shift(@ARGV) // '';
if ($mode eq 'circles') {
    my (%arrows, %reach);
    eachInclude(sub {
        my ($file, $header, $place) = @_;
        my ($from, $to) = (folderOf($file), folderOf($header));
        $arrows{$from}{$to} //= "$place includes $header" if $from ne $to;
    });
    for my $start (keys %arrows) {
        my @next = ($start);
        while (@next) {
            push(@next, grep { !$reach{$start}{$_}++ } keys %{$arrows{pop(@next)} // {}});
        }
    }
    for my $from (sort keys %arrows) {
        for my $to (grep { $reach{$_}{$from} } sort keys %{$arrows{$from}}) {
            print "$from uses $to, which uses it: $arrows{$from}{$to}\n";
        }
    }
} elsif ($mode eq 'sizes') {
    my %rooms;
    for my $file (@files) {
        my ($folder, $name) = $file =~ m{^(.*)/([^/]+)\.\w+$};
        $rooms{$folder}{$name} = 1;
    }
    for my $folder (sort keys %rooms) {
        my $count = keys %{$rooms{$folder}};
        print "$folder: $count rooms\n" if $count > 25;
    }
} elsif ($mode eq 'lone') {
    for my $file (grep { m{^(core|ui|app)/.*\.cpp$} && !m{/main\.cpp$} } @files) {
        print "$file\n" unless -e $file =~ s/\.cpp$/.h/r;
    }
} elsif ($mode eq 'session') {
    eachInclude(sub {
        my ($file, $header, $place) = @_;
        my ($to) = $header =~ m{^core/session/(\w+)/} or return;
        return unless $file =~ m{^core/session/(?:(\w+)/)?};
        my $from = $1 // '';
        print "$place: $header\n" unless $from eq $to || grep { $_ eq $to } @{$session{$from} // []};
        print "$file: its folder is not known to tests/folders.pl\n" if $from && !$session{$from};
    });
} elsif ($mode eq 'doors') {
    eachInclude(sub {
        my ($file, $header, $place) = @_;
        print "$place: $header\n" if $file =~ m{^(ui|app)/} && $header =~ m{^core/session/.*\binternal/};
    });
} elsif ($mode eq 'compiled') {
    my $object;
    while (my $line = <STDIN>) {
        if ($line =~ /^(\S+):/) {
            $object = $1 =~ m{^(ui|app)/} ? $1 : undef;
        } elsif ($object && $line =~ m{\bcore/(nn|data|eval|train|formats|session/(?:\w+/)*internal)/}) {
            $line =~ s/^\s+|\s+$//g;
            print "$object saw $line\n";
            undef $object;
        }
    }
} else {
    die "usage: tests/folders.pl circles | sizes | lone | session | doors | compiled\n";
}
